package org.stellaops.attestor.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.stellaops.attestor.config.schema.BackendType;
import org.stellaops.attestor.config.schema.SectionSchema;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.config.schema.SettingsSource;

/**
 * Loads {@link Settings} from YAML. Relative paths are resolved against the working directory.
 * Paths that are only read, as those of keys and passwords, are resolved against the directory of
 * the configuration file if the file does not exist in the working directory.
 */
public final class SettingsLoader {
  private final Path workingDirectory;
  private final Path defaultDataDir;

  /**
   * A loader for one process.
   *
   * @param workingDirectory the directory for relative paths
   * @param defaultDataDir the data directory if the file sets none: {@code ./data} in a checkout,
   *     {@code /var/lib/stella/attestor} when installed
   */
  public SettingsLoader(Path workingDirectory, Path defaultDataDir) {
    this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
    this.defaultDataDir = defaultDataDir;
  }

  /**
   * Reads a file.
   *
   * @throws InvalidSettingsException if the file is invalid, with all problems
   * @throws org.stellaops.attestor.failure.AttestorException {@code configuration} if it cannot be
   *     read or is larger than 1 MiB
   */
  public Settings load(Path file) {
    Path absolute = workingDirectory.resolve(file).normalize();
    String name = displayName(absolute);
    return parse(name, FileText.read(name, absolute), absolute.resolveSibling(".").normalize());
  }

  /** The line of every key in a valid file, by the full name of the key. */
  public Map<String, Integer> lines(Path file) {
    Path absolute = workingDirectory.resolve(file).normalize();
    Problems problems = new Problems(displayName(absolute));
    SettingsReader reader = new SettingsReader(problems);
    reader.read(new StrictYaml(problems).read(FileText.read(displayName(absolute), absolute)));
    problems.throwIfAny();
    Map<String, Integer> lines = new HashMap<>();
    Stream.concat(Stream.of(reader.program()), reader.backends().stream())
        .forEach(values ->
            values.values().forEach((key, value) -> lines.put(values.name(key), value.line())));
    return lines;
  }

  /**
   * Parses a configuration.
   *
   * @param name its name in messages, as {@code demo.yaml}
   * @param yaml its text
   * @throws InvalidSettingsException if the file is invalid, with all problems
   */
  public Settings parse(String name, String yaml) {
    return parse(name, yaml, workingDirectory);
  }

  private Settings parse(String name, String yaml, Path directory) {
    Problems problems = new Problems(name);
    SettingsReader reader = new SettingsReader(problems);
    Optional<Node> root = new StrictYaml(problems).read(yaml);
    problems.throwIfAny();
    reader.read(root);
    new SettingsChecks(problems).check(reader.program(), reader.backends());
    problems.throwIfAny();
    return new SettingsFactory(workingDirectory, directory, defaultDataDir, reader.camel())
        .create(reader.program(), reader.backends());
  }

  /** The name of the file in messages: relative if it is below the working directory. */
  private String displayName(Path absolute) {
    boolean isBelow = absolute.startsWith(workingDirectory);
    return (isBelow ? workingDirectory.relativize(absolute) : absolute).toString();
  }

  /** Resolves paths, and applies the defaults that follow from other keys. */
  private record SettingsFactory(
      Path working, Path configuration, Path defaultDataDir, Map<String, String> camel) {
    private static final SettingKey<?> DATA_DIR = SettingKeys.get("attestor.dataDir");
    private static final SettingKey<?> ORIGIN =
        SettingKeys.get("attestor.rekorSync.backends[].origin");
    private static final SettingKey<?> TYPE = SettingKeys.get("attestor.rekorSync.backends[].type");

    Settings create(ParsedValues program, List<ParsedValues> backends) {
      return SectionSchema.of(Settings.class).create(source(program, backends));
    }

    private SettingsSource source(ParsedValues values, List<ParsedValues> items) {
      return new SettingsSource() {
        @Override
        public Object value(SettingKey<?> key) {
          return resolve(key, valueOf(values, key));
        }

        @Override
        public List<SettingsSource> items(String section) {
          return items.stream().map(item -> source(item, List.of())).toList();
        }

        @Override
        public Map<String, String> options() {
          return camel;
        }
      };
    }

    private Object valueOf(ParsedValues values, SettingKey<?> key) {
      return switch (key.path()) {
        case "attestor.dataDir" -> values.find(key).orElse(defaultDataDir);
        case "attestor.tileCache.basePath" ->
            values.find(key).orElseGet(() -> defaultBasePath(values));
        case "attestor.rekorSync.backends[].keyName" ->
            values.find(key).orElseGet(() -> values.get(ORIGIN));
        // fetching the entries of a Rekor v1 log takes a request for every ten
        case "attestor.rekorSync.backends[].mirrorEntries" ->
            values.has(key) || values.get(TYPE) != BackendType.REKOR_V1 ? values.get(key) : false;
        default -> values.get(key);
      };
    }

    private Path defaultBasePath(ParsedValues values) {
      return ((Path) values.find(DATA_DIR).orElse(defaultDataDir)).resolve("tiles");
    }

    private Object resolve(SettingKey<?> key, Object value) {
      if (value instanceof Optional<?> optional) {
        return optional.map(present -> resolve(key, present));
      }
      return value instanceof Path path ? resolve(path, key.isInput()) : value;
    }

    /** An input that is not in the working directory is next to the configuration file. */
    private Path resolve(Path path, boolean isInput) {
      Path output = working.resolve(path).normalize();
      boolean isNextToConfiguration = isInput && !Files.exists(output);
      return isNextToConfiguration ? configuration.resolve(path).normalize() : output;
    }
  }
}

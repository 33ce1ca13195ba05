package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

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
    return new SettingsFactory(workingDirectory, directory, defaultDataDir)
        .create(reader.program(), reader.backends());
  }

  /** The name of the file in messages: relative if it is below the working directory. */
  private String displayName(Path absolute) {
    boolean isBelow = absolute.startsWith(workingDirectory);
    return (isBelow ? workingDirectory.relativize(absolute) : absolute).toString();
  }
}

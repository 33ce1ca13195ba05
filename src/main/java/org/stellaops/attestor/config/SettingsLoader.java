package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Makes {@link Settings} from YAML. Relative paths in a file begin at the working directory; those
 * of keys and passwords, which are read only, begin at the file's own directory if there is no such
 * file under the working directory.
 */
public final class SettingsLoader {
  private final Path workingDirectory;
  private final Path defaultDataDir;

  /**
   * A loader for one process.
   *
   * @param workingDirectory where relative paths begin
   * @param defaultDataDir the data directory if the file names none: {@code ./data} in a checkout,
   *     {@code /var/lib/stella/attestor} when installed
   */
  public SettingsLoader(Path workingDirectory, Path defaultDataDir) {
    this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
    this.defaultDataDir = defaultDataDir;
  }

  /**
   * Reads a file.
   *
   * @throws InvalidSettingsException if anything in it is wrong, with all that is wrong
   * @throws org.stellaops.attestor.failure.AttestorException CONFIGURATION if it cannot be read or
   *     is larger than 1 MiB
   */
  public Settings load(Path file) {
    Path absolute = workingDirectory.resolve(file).normalize();
    String name = displayName(absolute);
    return parse(name, FileText.read(name, absolute), absolute.resolveSibling(".").normalize());
  }

  /**
   * The line of every key that a file has, by its full name; of a file that {@link #load} takes.
   */
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
   * Reads a configuration that is not in a file.
   *
   * @param name what messages call it, as {@code demo.yaml}
   * @param yaml its text
   * @throws InvalidSettingsException if anything in it is wrong, with all that is wrong
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
    BaseDirectories bases = new BaseDirectories(workingDirectory, directory);
    return new SettingsFactory(bases, defaultDataDir).create(reader.program(), reader.backends());
  }

  /** What messages call the file: relative if it is below the working directory. */
  private String displayName(Path absolute) {
    boolean isBelow = absolute.startsWith(workingDirectory);
    return (isBelow ? workingDirectory.relativize(absolute) : absolute).toString();
  }
}

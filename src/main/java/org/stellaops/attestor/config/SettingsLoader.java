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
    String name = name(absolute);
    return parse(name, FileText.read(name, absolute), absolute.resolveSibling(".").normalize());
  }

  /**
   * The line of every key that a file has, by its full name; of a file that {@link #load} takes.
   */
  public Map<String, Integer> lines(Path file) {
    Path absolute = workingDirectory.resolve(file).normalize();
    Problems problems = new Problems(name(absolute));
    SettingsReader reader = new SettingsReader(problems);
    reader.read(new PlainYaml(problems).read(FileText.read(name(absolute), absolute)));
    problems.refuse();
    Map<String, Integer> lines = new HashMap<>();
    Stream.concat(Stream.of(reader.program()), reader.backends().stream())
        .forEach(values ->
            values
                .written()
                .forEach((key, written) -> lines.put(values.name(key), written.line())));
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
    Optional<Node> root = new PlainYaml(problems).read(yaml);
    problems.refuse();
    reader.read(root);
    new SettingsChecks(problems).check(reader.program(), reader.backends());
    problems.refuse();
    BaseDirectories bases = new BaseDirectories(workingDirectory, directory);
    return new SettingsAssembly(bases, defaultDataDir)
        .assemble(reader.program(), reader.backends());
  }

  /** What messages call the file: relative if it is below the working directory. */
  private String name(Path absolute) {
    boolean below = absolute.startsWith(workingDirectory);
    return (below ? workingDirectory.relativize(absolute) : absolute).toString();
  }
}

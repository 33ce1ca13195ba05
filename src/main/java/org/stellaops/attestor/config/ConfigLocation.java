package org.stellaops.attestor.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.config.schema.ConfigErrors;

/**
 * Finds the configuration file of a process: the value of {@code --config}, otherwise that of
 * {@code STELLA_ATTESTOR_CONFIG}, otherwise {@code config/attestor.yaml} in the working directory,
 * otherwise {@code /etc/stella/attestor.yaml}. A file that is named explicitly must exist.
 */
public final class ConfigLocation {
  /** The environment variable that names a file. */
  public static final String ENVIRONMENT_VARIABLE = "STELLA_ATTESTOR_CONFIG";

  private static final Path LOCAL = Path.of("config", "attestor.yaml");
  private static final Path SYSTEM = Path.of("/etc/stella/attestor.yaml");

  private final Map<String, String> environment;
  private final Path workingDirectory;
  private final Path systemFile;

  /** The locations for a process with this environment and working directory. */
  public ConfigLocation(Map<String, String> environment, Path workingDirectory) {
    this(environment, workingDirectory, SYSTEM);
  }

  ConfigLocation(Map<String, String> environment, Path workingDirectory, Path systemFile) {
    this.environment = Map.copyOf(environment);
    this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
    this.systemFile = systemFile;
  }

  /**
   * The absolute path of the file to use.
   *
   * @param argument the value of {@code --config}, if it is given
   * @throws org.stellaops.attestor.failure.AttestorException {@code configuration} if there is
   *     none, with the locations that were tried
   */
  public Path find(Optional<Path> argument) {
    if (argument.isPresent()) {
      return requireFile(argument.get(), "--config");
    }
    return findDefault()
        .orElseThrow(() ->
            ConfigErrors.invalid(
                ("no configuration file: --config was not given, %s is not set, and there is"
                        + " neither %s nor %s")
                    .formatted(ENVIRONMENT_VARIABLE, workingDirectory.resolve(LOCAL), systemFile),
                "create one with: stella attestor config init; or name one with --config FILE"));
  }

  /**
   * The absolute path of the file that a command may create: the one that is named, or the one that
   * is used already, or {@code config/attestor.yaml} in the working directory.
   *
   * @param argument the value of {@code --config}, if it is given
   */
  public Path findOrDefault(Optional<Path> argument) {
    return named(argument)
        .or(() -> defaults().filter(ConfigLocation::isFile).findFirst())
        .orElseGet(() -> workingDirectory.resolve(LOCAL));
  }

  /** The absolute path of a new file: the one that is named, or {@code config/attestor.yaml}. */
  public Path findNew(Optional<Path> argument) {
    return named(argument).orElseGet(() -> workingDirectory.resolve(LOCAL));
  }

  private Optional<Path> named(Optional<Path> argument) {
    String variable = environment.getOrDefault(ENVIRONMENT_VARIABLE, "");
    return argument
        .or(() -> Optional.of(variable).filter(name -> !name.isEmpty()).map(Path::of))
        .map(file -> workingDirectory.resolve(file).normalize());
  }

  private Stream<Path> defaults() {
    return Stream.of(workingDirectory.resolve(LOCAL), systemFile);
  }

  /** The absolute path of the file to use without {@code --config}; empty if there is none. */
  public Optional<Path> findDefault() {
    String variable = environment.getOrDefault(ENVIRONMENT_VARIABLE, "");
    return variable.isEmpty()
        ? defaults().filter(ConfigLocation::isFile).findFirst()
        : Optional.of(requireFile(Path.of(variable), ENVIRONMENT_VARIABLE));
  }

  private Path requireFile(Path file, String source) {
    Path absolute = workingDirectory.resolve(file).normalize();
    if (!isFile(absolute)) {
      throw ConfigErrors.invalid(
          "no configuration file: "
              + source
              + " names "
              + absolute
              + (Files.isDirectory(absolute) ? ", which is a directory" : ", which does not exist"),
          "correct " + source + ", or create the file with: stella attestor config init");
    }
    return absolute;
  }

  /** Accepts pipes, because the shell's {@code <(…)} is one. */
  private static boolean isFile(Path path) {
    return Files.exists(path) && !Files.isDirectory(path);
  }
}

package org.stellaops.attestor.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.config.ConfigLocation;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import picocli.CommandLine.Option;

/** {@code --config FILE}, and the default locations of the configuration. */
public final class ConfigOption {
  private static final Path WORKING_DIRECTORY = Path.of("").toAbsolutePath();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Read the configuration from this file. Default: the first that exists of "
              + "$STELLA_ATTESTOR_CONFIG, config/attestor.yaml and /etc/stella/attestor.yaml.")
  private @Nullable Path file;

  /** Loads the configuration file. */
  public Settings load() {
    return loader().load(path());
  }

  /** Loads the configuration file; empty if none is named and no default file exists. */
  public Optional<Settings> loadIfPresent() {
    return find().map(loader()::load);
  }

  /** Returns the configuration file. */
  public Path path() {
    return location().find(Optional.ofNullable(file));
  }

  /** Returns the configuration file; empty if none is named and no default file exists. */
  public Optional<Path> find() {
    return file == null ? location().findDefault() : Optional.of(path());
  }

  /** Returns the default settings, for commands that work without a configuration file. */
  public static Settings defaults() {
    return loader().parse("no file", "attestor:");
  }

  /** Returns a loader with the working directory and data directory of this process. */
  public static SettingsLoader loader() {
    Path home = Path.of(System.getProperty("stella.home", ""));
    return new SettingsLoader(WORKING_DIRECTORY, defaultDataDir(home));
  }

  private static ConfigLocation location() {
    return new ConfigLocation(System.getenv(), WORKING_DIRECTORY);
  }

  /** {@code data} in a checkout; the directory that the package creates in an installation. */
  static Path defaultDataDir(Path home) {
    return Files.exists(home.resolve("pom.xml"))
        ? home.toAbsolutePath().normalize().resolve("data")
        : Path.of("/var/lib/stella/attestor");
  }
}

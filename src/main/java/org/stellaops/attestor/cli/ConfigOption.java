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
  private static final Path INSTALLED_DATA_DIR = Path.of("/var/lib/stella/attestor");

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

  /** Returns the configuration file, which need not exist yet. */
  public Path pathOrDefault() {
    return location().findOrDefault(Optional.ofNullable(file));
  }

  /** Returns the configuration file to create. */
  public Path newPath() {
    return location().findNew(Optional.ofNullable(file));
  }

  /** Returns the data directory that a new configuration file names. */
  public static Path newDataDir(Path file) {
    return file.startsWith("/etc") ? INSTALLED_DATA_DIR : WORKING_DIRECTORY.resolve("data");
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

  /**
   * {@code data} in the working directory for the program of a checkout; the directory that the
   * package creates in an installation.
   */
  static Path defaultDataDir(Path home) {
    return Files.exists(home.resolve("pom.xml"))
        ? WORKING_DIRECTORY.resolve("data")
        : INSTALLED_DATA_DIR;
  }
}

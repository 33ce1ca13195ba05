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
  private static final Path INSTALLED = Path.of("/var/lib/stella/attestor");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "The configuration. Without it the first of",
        "$STELLA_ATTESTOR_CONFIG, config/attestor.yaml,",
        "/etc/stella/attestor.yaml."
      })
  private @Nullable Path file;

  /** The settings of this process. */
  public Settings load() {
    return loader().load(path());
  }

  /** The file that applies. */
  public Path path() {
    return location().find(Optional.ofNullable(file));
  }

  /** The file that applies; empty if none is named and none is where one is looked for. */
  public Optional<Path> find() {
    return file == null ? location().findDefault() : Optional.of(path());
  }

  /** What holds where there is no file. */
  public static Settings defaults() {
    return loader().parse("no file", "attestor:");
  }

  /** Reads files as this process does. */
  public static SettingsLoader loader() {
    return new SettingsLoader(workingDirectory(), defaultDataDir());
  }

  private static ConfigLocation location() {
    return new ConfigLocation(System.getenv(), workingDirectory());
  }

  private static Path workingDirectory() {
    return Path.of("").toAbsolutePath();
  }

  static Path defaultDataDir() {
    return defaultDataDir(Path.of(System.getProperty("stella.home", "")));
  }

  /** Beside the sources in a checkout; where the package has made it in an installation. */
  static Path defaultDataDir(Path home) {
    boolean checkout = Files.exists(home.resolve("pom.xml"));
    return checkout ? home.toAbsolutePath().normalize().resolve("data") : INSTALLED;
  }
}

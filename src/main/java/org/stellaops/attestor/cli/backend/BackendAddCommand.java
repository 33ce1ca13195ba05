package org.stellaops.attestor.cli.backend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.ConfiguredCommand;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.edit.BackendYaml;
import org.stellaops.attestor.config.edit.ConfigurationFile;
import org.stellaops.attestor.config.edit.FirstConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backend add}: adds a log to the configuration file. */
@Command(
    name = "add",
    description = {
      "Add a log to the configuration file.",
      "Other lines and comments of the file are kept; a missing file is created. A running daemon"
          + " follows the log after a restart."
    },
    footer = {
      "  stella attestor backend add sigstore-prod --origin rekor.sigstore.dev \\",
      "      --url https://rekor.sigstore.dev --public-key /path/to/rekor.pub"
    })
final class BackendAddCommand extends ConfiguredCommand implements Runnable {
  @Parameters(
      paramLabel = "ID",
      description = "The name of the backend in commands, metrics and routes.")
  private String id = "";

  @Option(
      names = "--origin",
      required = true,
      paramLabel = "ORIGIN",
      description = "The origin of the log: the first line of its checkpoint.")
  private String origin = "";

  @Option(names = "--url", required = true, paramLabel = "URL", description = "The URL of the log.")
  private String url = "";

  @Option(
      names = "--public-key",
      required = true,
      paramLabel = "KEY",
      description = "The public key of the log: a file in PEM, DER or vkey format, or a vkey.")
  private String publicKey = "";

  @Option(
      names = "--key-name",
      paramLabel = "NAME",
      description = "The key name on the signature lines. Default: the origin.")
  private @Nullable String keyName;

  @Option(
      names = "--key-valid-from",
      paramLabel = "TIME",
      description =
          "Start of the validity of the key in UTC, for example 2025-09-23T00:00:00Z. The key "
              + "must not sign new checkpoints before it.")
  private @Nullable String keyValidFrom;

  @Option(
      names = "--key-valid-until",
      paramLabel = "TIME",
      description =
          "End of the validity of the key in UTC. The key must not sign new checkpoints after it.")
  private @Nullable String keyValidUntil;

  @Option(
      names = "--witness-key",
      paramLabel = "VKEY",
      description = "The key of a trusted witness. Repeat the option for more witnesses.")
  private List<String> witnessKeys = List.of();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "The type of the log. Default: detected.")
  private @Nullable String type;

  @Option(
      names = "--read-url",
      paramLabel = "URL",
      description = "The URL of checkpoint and tile/. Default: derived from --url.")
  private @Nullable String readUrl;

  @Option(names = "--no-entries", description = "Mirror hash tiles only, without entries.")
  private boolean noEntries;

  @Option(
      names = "--not-critical",
      description = "Do not let failures of this log affect the readiness of the daemon.")
  private boolean notCritical;

  @Option(names = "--disabled", description = "Add the backend disabled.")
  private boolean disabled;

  @Override
  public void run() {
    Path path = config.pathOrDefault();
    ConfigurationFile file = new ConfigurationFile(path, ConfigOption.loader());
    boolean isNew = !file.exists();
    Settings settings =
        isNew
            ? file.create(firstConfiguration(path), this::check)
            : file.add(backendDefinition(), this::check);
    if (isNew) {
      printLine("created: " + path);
    }
    printLine("added: " + id + " to " + path);
    printLine(
        settings.sync().enabled()
            ? "next: stella attestor backend verify-key " + id
            : "next: stella attestor import BUNDLE");
  }

  private String firstConfiguration(Path path) {
    return new FirstConfiguration(ConfigOption.newDataDir(path), false)
        .with(path.toString(), backendDefinition().lines());
  }

  /** Reads the key before the file is written. */
  private void check(Settings settings) {
    BackendFactory.create(settings, id);
  }

  private BackendYaml backendDefinition() {
    BackendYaml definition =
        new BackendYaml().with("id", id).with("origin", origin).with("baseUrl", url);
    Path file = Path.of(publicKey);
    if (Files.exists(file) || !publicKey.contains("+")) {
      definition.with("publicKeyPath", file.toAbsolutePath().normalize().toString());
    } else {
      definition.with("publicKey", publicKey);
    }
    addIfPresent(definition, "keyName", keyName);
    addIfPresent(definition, "keyValidFrom", keyValidFrom);
    addIfPresent(definition, "keyValidUntil", keyValidUntil);
    addIfPresent(
        definition, "witnessKeys", witnessKeys.isEmpty() ? null : String.join(" ", witnessKeys));
    addIfPresent(definition, "type", type);
    addIfPresent(definition, "readUrl", readUrl);
    addIfPresent(definition, "mirrorEntries", noEntries ? "false" : null);
    addIfPresent(definition, "critical", notCritical ? "false" : null);
    addIfPresent(definition, "enabled", disabled ? "false" : null);
    return definition;
  }

  private static void addIfPresent(BackendYaml definition, String key, @Nullable String value) {
    if (value != null) {
      definition.with(key, value);
    }
  }
}

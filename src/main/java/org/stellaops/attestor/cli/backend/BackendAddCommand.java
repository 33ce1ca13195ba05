package org.stellaops.attestor.cli.backend;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.edit.BackendYaml;
import org.stellaops.attestor.config.edit.ConfigurationFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backend add}: one more log in the configuration file. */
@Command(
    name = "add",
    description = {
      "Write one more log into the configuration file.",
      "Its other lines and its comments stay as they are. A running daemon follows the log after a",
      "restart."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor backend add sigstore-prod --origin rekor.sigstore.dev \\",
      "      --url https://rekor.sigstore.dev --public-key /path/to/rekor.pub"
    })
final class BackendAddCommand implements Runnable {
  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "Its name in commands, metrics and routes.")
  private String id = "";

  @Option(
      names = "--origin",
      required = true,
      paramLabel = "ORIGIN",
      description = "The first line of its checkpoint.")
  private String origin = "";

  @Option(names = "--url", required = true, paramLabel = "URL", description = "Its address.")
  private String url = "";

  @Option(
      names = "--public-key",
      required = true,
      paramLabel = "KEY",
      description = "A file with its public key as PEM, DER or vkey, or a vkey itself.")
  private String publicKey = "";

  @Option(
      names = "--key-name",
      paramLabel = "NAME",
      description = "The name on its signature lines, if it is not the origin.")
  private @Nullable String keyName;

  @Option(
      names = "--key-valid-from",
      paramLabel = "TIME",
      description = "Before this time in UTC the key says nothing new: 2025-09-23T00:00:00Z.")
  private @Nullable String keyValidFrom;

  @Option(
      names = "--key-valid-until",
      paramLabel = "TIME",
      description = "After this time in UTC the key says nothing new.")
  private @Nullable String keyValidUntil;

  @Option(
      names = "--witness-key",
      paramLabel = "VKEY",
      description = "A witness whose cosignatures count; may be given more than once.")
  private List<String> witnessKeys = List.of();

  @Option(names = "--type", paramLabel = "TYPE", description = "Kind of log; it is found out else.")
  private @Nullable String type;

  @Option(
      names = "--read-url",
      paramLabel = "URL",
      description = "Where checkpoint and tile/ are, if it does not follow from --url.")
  private @Nullable String readUrl;

  @Option(names = "--no-entries", description = "Mirror hash tiles only, and no entries.")
  private boolean noEntries;

  @Option(names = "--not-critical", description = "Whatever becomes of it, the program is ready.")
  private boolean notCritical;

  @Option(names = "--disabled", description = "Write it down, and do not follow it yet.")
  private boolean disabled;

  @Override
  public void run() {
    Path path = config.path();
    new ConfigurationFile(path, ConfigOption.loader()).add(backendDefinition(), this::check);
    PrintWriter out = spec.commandLine().getOut();
    out.println("added: " + id + " to " + path);
    out.println("next: stella attestor backend verify-key " + id);
    out.flush();
  }

  /** The key is read before the file is written. */
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

package org.stellaops.attestor.cli.backend;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.cli.ConfiguredCommand;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.edit.BackendYaml;
import org.stellaops.attestor.trust.TrustedLog;
import org.stellaops.attestor.verification.TrustedRootSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backend discover}: prints the logs of a trusted root as backend definitions. */
@Command(
    name = "discover",
    description = {
      "Print backend definitions for the logs in a trusted root.",
      "Nothing is changed: paste the backends to follow into the configuration file. A trusted "
          + "root has no URLs; they are derived from the log names by the convention of Sigstore."
    },
    footer = "  stella attestor backend discover --trusted-root trusted_root.json")
final class BackendDiscoverCommand extends ConfiguredCommand implements Runnable {
  @Option(
      names = "--trusted-root",
      required = true,
      paramLabel = "FILE",
      description = "The trusted_root.json of Sigstore.")
  private Path file = Path.of("");

  @Override
  public void run() {
    Optional<Settings> settings = config.loadIfPresent();
    printLine(
        "# Proposed from " + file + "; nothing was changed. Paste the backends to follow under");
    printLine("# attestor.rekorSync.backends, then run: stella attestor backend verify-key ID");
    for (TrustedLog log : TrustedRootSource.ofFile(file).root().tlogs()) {
      out().println();
      proposal(log, settings).forEach(this::printLine);
    }
  }

  private static List<String> proposal(TrustedLog log, Optional<Settings> settings) {
    String comment = "# " + log.name() + ", trusted from " + log.validity();
    Optional<BackendSettings> configured =
        settings.stream()
            .flatMap(loaded -> loaded.backends().stream())
            .filter(backend -> backend.origin().equals(log.name()))
            .findFirst();
    if (configured.isPresent()) {
      boolean sameKey =
          BackendFactory.create(settings.orElseThrow(), configured.get().id())
              .log()
              .key()
              .equals(log.checkpointKey());
      String warning = sameKey ? "" : " with ANOTHER KEY; one of the two keys is wrong";
      return List.of(comment + ": followed by " + configured.get().id() + warning);
    }
    Instant now = Clock.systemUTC().instant();
    List<String> lines = backendDefinition(log, now).lines();
    return Stream.concat(
            Stream.of(comment, "- " + lines.get(0)),
            lines.stream().skip(1).map(line -> "  " + line))
        .toList();
  }

  private static BackendYaml backendDefinition(TrustedLog log, Instant now) {
    String url = "https://" + log.name() + "/";
    BackendYaml definition =
        new BackendYaml()
            .with("id", backendId(log.name()))
            .with("origin", log.name())
            .with("baseUrl", url)
            .with("publicKey", log.checkpointKey().toString());
    if (log.isEd25519()) {
      definition.with("type", "rekor-v2").with("readUrl", url + "api/v2/");
    } else {
      definition.with("type", "rekor-v1");
    }
    if (!log.validity().includes(now)) {
      definition.with("enabled", "false");
    }
    return definition;
  }

  private static String backendId(String name) {
    String id = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return id.substring(0, Math.min(63, id.length()));
  }
}

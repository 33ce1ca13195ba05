package org.stellaops.attestor.cli;

import java.time.Clock;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.KeptEvidence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backend}: the logs that are followed. */
@Command(
    name = "backend",
    description = "Manage the logs that are followed.",
    subcommands = {
      BackendAddCommand.class,
      BackendDiscoverCommand.class,
      BackendConfirmCommand.class,
      BackendListCommand.class,
      BackendShardsCommand.class,
      BackendAcceptShardCommand.class,
      BackendRemoveCommand.class,
      BackendVerifyKeyCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class BackendCommand extends CommandGroup {
  @Command(
      name = "release",
      description = "End the quarantine that a contradiction has put a backend into.",
      footerHeading = "%nExamples:%n",
      footer =
          "  stella attestor backend release sigstore-prod --reason \"explained by the log's operator\"")
  void release(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "ID", description = "The backend.") String id,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "Why it may be followed again; it is kept with the evidence.")
          String reason) {
    Settings settings = config.load();
    KeptEvidence.Release release =
        new KeptEvidence.Release(
            Clock.systemUTC().instant(), System.getProperty("user.name", "unknown"), said(reason));
    try (Store store = Store.toLook(settings)) {
      Backend backend = BackendChoice.log(settings, store, id);
      if (!store.evidence().release(backend.origin(), release)) {
        throw new AttestorException(
            Failure.CONFIGURATION,
            "backend '" + backend.id() + "' is not in quarantine",
            "see: stella attestor sync-status");
      }
      out().println("released: " + backend.id() + "; the next cycle follows it again");
      out().flush();
    }
  }

  private static String said(String reason) {
    if (reason.isBlank()) {
      throw new AttestorException(
          Failure.CONFIGURATION, "--reason is empty", "say why the backend may be followed again");
    }
    return reason;
  }
}

package org.stellaops.attestor.cli.backend;

import java.time.Clock;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backend}: manages the followed logs. */
@Command(
    name = "backend",
    description = "Manage the followed logs.",
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
public final class BackendCommand extends CommandGroup {
  @Command(
      name = "release",
      description = "End the quarantine of a backend.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  stella attestor backend release sigstore-prod \\",
        "      --reason \"explained by the log's operator\""
      })
  void release(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "ID", description = "The backend.") String id,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "The reason for ending the quarantine. It is stored with the evidence.")
          String reason) {
    Settings settings = config.load();
    StoredEvidence.Release release =
        new StoredEvidence.Release(Clock.systemUTC().instant(), operator(), requireReason(reason));
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      Backend backend = BackendSelector.selectLog(settings, store, id);
      if (!store.evidence().release(backend.origin(), release)) {
        throw new AttestorException(
            Failure.CONFIGURATION,
            "backend '" + backend.id() + "' is not in quarantine",
            "see: stella attestor sync-status");
      }
      out().println("released: " + backend.id() + "; it is followed from the next cycle on");
      out().flush();
    }
  }

  /** The name of the user who runs the command, for the records of decisions. */
  static String operator() {
    return System.getProperty("user.name", "unknown");
  }

  private static String requireReason(String reason) {
    if (reason.isBlank()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "--reason is empty",
          "state why the backend may be followed again");
    }
    return reason;
  }
}

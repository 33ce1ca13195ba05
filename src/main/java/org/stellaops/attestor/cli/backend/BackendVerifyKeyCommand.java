package org.stellaops.attestor.cli.backend;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.ExecutionErrorHandler;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.sync.KeyCheckReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backend verify-key}: verifies the current checkpoint with the configured key. */
@Command(
    name = "verify-key",
    description = {
      "Fetch the checkpoint of a log and verify it with the configured key.",
      "Nothing is stored. The exit status is 1 if the key does not match or is used "
          + "outside of its validity."
    },
    footerHeading = "%nExamples:%n",
    footer = "  stella attestor backend verify-key sigstore-rekor-v2")
final class BackendVerifyKeyCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "The backend, enabled or not.")
  private String id = "";

  @Override
  public Integer call() throws IOException {
    // a user waits for the result and can repeat the command
    Settings settings = config.load().withBackendEnabled(id).withMaxRetries(1);
    try (PostgresStore store = PostgresStore.openUnprepared(settings)) {
      try (AttestorRuntime runtime = OneShotRuntime.start(settings, store)) {
        return print(runtime.verifyKey(id), settings, store);
      }
    }
  }

  private int print(KeyCheckReport report, Settings settings, PostgresStore store) {
    KeyCheckView view = new KeyCheckView(settings.backend(id), report, stored(report, store));
    PrintWriter out = spec.commandLine().getOut();
    output.print(out, view::json, view::text);
    report
        .failure()
        .map(failure -> new AttestorException(failure, report.message(), report.hint()))
        .ifPresent(error -> ExecutionErrorHandler.print(error, spec.commandLine()));
    return report.failure().map(Failure::exitCode).orElse(ExitCode.SUCCESS).number();
  }

  /** Returns empty if the database is not available: the key can be checked without it. */
  private static Optional<LogState> stored(KeyCheckReport report, PostgresStore store) {
    Backend backend = report.check().backend();
    try {
      return store
          .checkpoints()
          .find(report.check().checkpoint().map(note -> note.origin()).orElse(backend.origin()));
    } catch (AttestorException e) {
      return Optional.empty();
    }
  }
}

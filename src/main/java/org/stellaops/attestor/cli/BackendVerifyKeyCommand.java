package org.stellaops.attestor.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.route.KeyReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backend verify-key}: the configured key on what the log shows now. */
@Command(
    name = "verify-key",
    description = {
      "Fetch the checkpoint of a log, open it with the configured key, and say what was compared.",
      "Nothing is stored. Exit status 1 if the key does not fit, or signs something new outside of",
      "its time."
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
    // somebody waits for the answer, and types it again if that may help
    Settings settings = config.load().enabling(id).trying(1);
    try (Store store = Store.asItIs(settings)) {
      try (AttestorRuntime runtime = RoutesOnce.start(settings, store)) {
        return print(runtime.verifyKey(id), settings, store);
      }
    }
  }

  private int print(KeyReport report, Settings settings, Store store) {
    KeyView view = new KeyView(settings.backend(id), report, stored(report, store));
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOption.printJson(out, view.json());
    } else {
      out.println(view.text());
      out.flush();
    }
    report
        .failure()
        .map(failure -> new AttestorException(failure, report.message(), report.hint()))
        .ifPresent(failed -> FailureReport.print(failed, spec.commandLine()));
    return report.failure().map(Failure::exitCode).orElse(ExitCode.GOOD).number();
  }

  /** Whoever looks into trouble with keys may have trouble with the database too. */
  private static Optional<LogState> stored(KeyReport report, Store store) {
    Backend backend = report.look().backend();
    try {
      return store
          .checkpoints()
          .find(report.look().opened().map(note -> note.origin()).orElse(backend.origin()));
    } catch (AttestorException e) {
      return Optional.empty();
    }
  }
}

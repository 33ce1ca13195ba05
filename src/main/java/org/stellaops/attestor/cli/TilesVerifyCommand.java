package org.stellaops.attestor.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.AuditReport;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorAudit;
import org.stellaops.attestor.route.RepairReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tiles verify}: everything on disk, hashed again from the entries to the signed root. */
@Command(
    name = "verify",
    description = {
      "Hash everything on disk again, from the entries to the signed root, and list every file",
      "that is bad, missing or does not belong. Exit status 1 if there is any."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor tiles verify --backend sigstore-prod",
      "  stella attestor tiles verify --backend sigstore-prod --repair"
    })
final class TilesVerifyCommand implements Callable<Integer> {
  /** What was hidden by a bad parent shows once the parent is good. */
  private static final int MOST_ROUNDS = 4;

  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Option(names = "--backend", required = true, paramLabel = "ID", description = "The backend.")
  private String id = "";

  @Option(
      names = "--repair",
      description = {
        "Compute or fetch again what is bad or missing, check it against the signed root, and",
        "remove files that an interrupted or finished write has left over."
      })
  private boolean repair;

  private Duration took = Duration.ZERO;

  @Override
  public Integer call() throws IOException {
    Settings settings = config.load().enabling(id);
    try (Store store = repair ? Store.toWork(settings, "repair") : Store.toLook(settings)) {
      Backend backend = BackendChoice.log(settings, store, id);
      AuditReport found = audit(settings, store, backend);
      if (found.good() || !repair) {
        return finish(found, null);
      }
      return repair(settings, store, backend, found);
    }
  }

  private int repair(Settings settings, Store store, Backend backend, AuditReport found)
      throws IOException {
    if (!output.isJson()) {
      out().println(new AuditView(found).table());
      out().flush();
    }
    try (AttestorRuntime runtime = RoutesOnce.start(settings, store)) {
      AuditReport rest = found;
      RepairReport report;
      long requests = 0;
      int round = 0;
      do {
        report = runtime.repair(rest);
        requests += report.tally().requests();
        rest = audit(settings, store, backend);
        round++;
      } while (!rest.damages().isEmpty() && report.failure().isEmpty() && round < MOST_ROUNDS);
      return finish(rest, new Repaired(found, report, requests));
    }
  }

  /** What was wrong, how the latest round of repair went, and the requests of all rounds. */
  private record Repaired(AuditReport found, RepairReport report, long requests) {}

  private AuditReport audit(Settings settings, Store store, Backend backend) {
    long begin = System.nanoTime();
    try (AuditProgress progress = new AuditProgress(backend.id(), spec)) {
      return new MirrorAudit(store.checkpoints(), Store.tree(settings), progress, true)
          .run(backend, Clock.systemUTC().instant());
    } finally {
      took = Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  private int finish(AuditReport rest, @Nullable Repaired repaired) {
    AuditView view = new AuditView(rest);
    if (output.isJson()) {
      OutputOption.printJson(out(), json(view, repaired));
    } else {
      if (!rest.good()) {
        out().println(view.table());
      }
      out().println(view.summary() + (repaired == null ? "" : repairedLine(repaired)));
    }
    out().flush();
    ExitCode exit = rest.good() ? ExitCode.GOOD : ExitCode.REFUSED;
    if (repaired != null && repaired.report().failure().isPresent()) {
      exit = exit.worse(tell(repaired.report(), repaired.report().failure().get()));
    } else if (!rest.damages().isEmpty() && repaired == null && !output.isJson()) {
      spec.commandLine().getErr().println("hint: to make it good, add --repair");
    }
    spec.commandLine().getErr().flush();
    return exit.number();
  }

  private ExitCode tell(RepairReport report, Failure failure) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("stella: " + failure.word() + ": " + id + ": " + report.message());
    err.println("hint: " + report.hint());
    return failure.exitCode();
  }

  private static String repairedLine(Repaired repaired) {
    return "; "
        + Words.count(repaired.found().findings())
        + " findings before the repair, "
        + Words.count(repaired.requests())
        + " requests";
  }

  private Map<String, @Nullable Object> json(AuditView view, @Nullable Repaired repaired) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>(view.json());
    json.put("seconds", took.toMillis() / 1000.0);
    if (repaired != null) {
      json.put("before", new AuditView(repaired.found()).json().get("findings"));
      json.put("requests", repaired.requests());
      json.put("error", repaired.report().failure().map(Failure::word).orElse(null));
      json.put("message", repaired.report().message());
    }
    return json;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}

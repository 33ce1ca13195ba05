package org.stellaops.attestor.cli.mirror;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.TerminalProgress;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.audit.AuditReport;
import org.stellaops.attestor.mirror.audit.DamagedRange;
import org.stellaops.attestor.mirror.audit.FileFault;
import org.stellaops.attestor.mirror.audit.MirrorAudit;
import org.stellaops.attestor.mirror.audit.UnexpectedFile;
import org.stellaops.attestor.route.maintenance.RepairReport;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tiles verify}: hashes all mirrored files up to the signed root. */
@Command(
    name = "verify",
    description = {
      "Verify all mirrored files of one or all backends against the signed root.",
      "Every damaged, missing or unexpected file is listed. The exit status is 1 if there is one."
    },
    footer = {
      "  stella attestor tiles verify --backend sigstore-prod",
      "  stella attestor tiles verify --backend sigstore-prod --repair"
    })
final class TilesVerifyCommand extends ReportingCommand implements Callable<ExitCode> {
  /** Damage below a damaged parent tile is found only after the parent is repaired. */
  private static final int MAX_REPAIR_ROUNDS = 4;

  @Option(
      names = "--backend",
      paramLabel = "ID",
      description = "The backend. Default: all enabled backends.")
  private @Nullable String id;

  @Option(
      names = "--repair",
      description =
          "Compute or fetch damaged and missing files again, verify them against the signed "
              + "root, and remove temporary files of interrupted writes.")
  private boolean repair;

  @Override
  public ExitCode call() throws IOException {
    Settings loaded = config.load();
    Settings settings = id == null ? loaded : loaded.withBackendEnabled(id);
    try (PostgresStore store =
        repair
            ? PostgresStore.openPooled(settings, "repair")
            : PostgresStore.openReadOnly(settings)) {
      List<Backend> logs = BackendSelector.selectReadable(settings, store, id);
      if (!repair) {
        return print(logs.stream().map(log -> audit(settings, store, log)).toList());
      }
      if (logs.size() > 1) {
        throw new UsageException(
            "--repair is for one backend, and " + logs.size() + " are followed",
            "add --backend ID");
      }
      AuditView initial = audit(settings, store, logs.get(0));
      return initial.report().isClean()
          ? print(List.of(initial))
          : repair(settings, store, logs.get(0), initial.report());
    }
  }

  private ExitCode print(List<AuditView> views) {
    output.printEach(out(), views, AuditView::json, AuditView::text, id != null);
    boolean damaged = views.stream().anyMatch(view -> !view.report().damagedRanges().isEmpty());
    if (damaged && !output.isJson()) {
      printNotice("hint: to repair the mirror, add --repair");
    }
    return views.stream().allMatch(view -> view.report().isClean())
        ? ExitCode.SUCCESS
        : ExitCode.REJECTED;
  }

  private ExitCode repair(
      Settings settings, PostgresStore store, Backend backend, AuditReport initial)
      throws IOException {
    if (!output.isJson()) {
      printLine(new AuditView(initial, Duration.ZERO).table());
    }
    try (AttestorRuntime runtime = OneShotRuntime.start(settings, store)) {
      AuditView remaining = new AuditView(initial, Duration.ZERO);
      RepairReport report;
      long requests = 0;
      int round = 0;
      do {
        report = runtime.repair(remaining.report());
        requests += report.counters().requests();
        remaining = audit(settings, store, backend);
        round++;
      } while (!remaining.report().damagedRanges().isEmpty()
          && report.failure().isEmpty()
          && round < MAX_REPAIR_ROUNDS);
      return printResult(remaining, new RepairOutcome(initial, report, requests));
    }
  }

  /** The first report, the report of the last repair round, and the requests of all rounds. */
  private record RepairOutcome(AuditReport initial, RepairReport report, long requests) {}

  private AuditView audit(Settings settings, PostgresStore store, Backend backend) {
    try (TerminalProgress progress = new TerminalProgress(spec)) {
      long start = System.nanoTime();
      AuditReport report =
          new MirrorAudit(
                  store.checkpoints(),
                  PostgresStore.mirrorTree(settings),
                  progress.forAudit(backend.id()),
                  true)
              .run(backend, Clock.systemUTC().instant());
      return new AuditView(report, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private ExitCode printResult(AuditView remaining, RepairOutcome outcome) {
    output.print(
        out(), () -> json(remaining, outcome), () -> remaining.text() + repairSummary(outcome));
    RepairReport repaired = outcome.report();
    return (remaining.report().isClean() ? ExitCode.SUCCESS : ExitCode.REJECTED)
        .worse(
            report(
                repaired.failure(),
                remaining.report().backend() + ": " + repaired.message(),
                repaired.hint()));
  }

  private static String repairSummary(RepairOutcome outcome) {
    return "; "
        + Format.count(outcome.initial().findingCount())
        + " findings before the repair, "
        + Format.count(outcome.requests())
        + " requests";
  }

  private static JsonObject json(AuditView view, RepairOutcome outcome) {
    return view.json()
        .with("before", new AuditView(outcome.initial(), Duration.ZERO).findings())
        .with("requests", outcome.requests())
        .with("error", outcome.report().failure().map(Failure::label))
        .with("message", outcome.report().message());
  }

  /** Formats the report of an audit that took this long. */
  private record AuditView(AuditReport report, Duration elapsed) {
    private static final String[] HEADINGS = {"Kind", "Files", "What", "Path"};

    /** A table with one row for each damaged range or unexpected file. */
    String table() {
      TextTable table = new TextTable(HEADINGS);
      report
          .fileProblems()
          .forEach((file, problem) -> table.row(file.path(), "1", problem, file.path()));
      for (DamagedRange damage : report.damagedRanges()) {
        table.row(
            kind(damage.first()),
            Format.count(damage.count()),
            damage.fault().description(),
            damage.first().path() + (damage.count() > 1 ? " to " + damage.last().path() : ""));
      }
      report
          .unexpectedFiles()
          .forEach(unexpected ->
              table.row(
                  "unexpected file", "1", unexpected.reason().description(), unexpected.path()));
      return table.toString();
    }

    /** The table, if there is a finding, and the result in one line. */
    String text() {
      return (report.isClean() ? "" : table() + "\n") + summary();
    }

    /** The result in one line. */
    String summary() {
      return report.backend()
          + ": "
          + (report.isClean()
              ? "good, "
              : Format.count(report.findingCount(), "finding", "findings") + ", ")
          + Format.count(report.auditedEntries(), "entry", "entries")
          + " checked, mirrored "
          + Format.count(report.mirrored().size());
    }

    /** Returns the fields of {@code -o json}, with the path of every file. */
    JsonObject json() {
      return new JsonObject()
          .with("backend", report.backend())
          .with("good", report.isClean())
          .with("mirroredSize", report.mirrored().size())
          .with("rootHash", report.mirrored().root().hex())
          .with("checkedSize", report.auditedEntries())
          .with("findings", findings())
          .with("seconds", elapsed.toMillis() / 1000.0);
    }

    private List<JsonObject> findings() {
      List<JsonObject> findings = new ArrayList<>();
      report
          .fileProblems()
          .forEach((file, problem) ->
              findings.add(finding(file.path(), file.path(), FileFault.MISMATCH.label(), problem)));
      for (DamagedRange damage : report.damagedRanges()) {
        damage
            .resources()
            .forEach(file ->
                findings.add(
                    finding(
                        kindName(file),
                        file.path(),
                        damage.fault().label(),
                        damage.fault().description())));
      }
      for (UnexpectedFile unexpected : report.unexpectedFiles()) {
        findings.add(
            finding(
                "stray",
                unexpected.path(),
                unexpected.reason().label(),
                unexpected.reason().description()));
      }
      return findings;
    }

    private static JsonObject finding(String kind, String path, String fault, String message) {
      return new JsonObject()
          .with("kind", kind)
          .with("path", path)
          .with("fault", fault)
          .with("message", message);
    }

    private static String kindName(Resource resource) {
      return resource instanceof Tile ? "tile" : "entry_bundle";
    }

    private static String kind(Resource resource) {
      return resource instanceof Tile tile ? "tile of level " + tile.level() : "entry bundle";
    }
  }
}

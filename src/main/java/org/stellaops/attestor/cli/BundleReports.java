package org.stellaops.attestor.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.stellaops.attestor.bundle.BundleManifest;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.route.BundleReport;

/** Reports of exports and imports as commands print them. */
final class BundleReports {
  private BundleReports() {}

  /** Prints them, the good ones on one stream and the others on the other; gives the status. */
  static int print(List<BundleReport> reports, boolean json, PrintWriter out, PrintWriter err) {
    if (json) {
      OutputOption.printJson(out, reports.stream().map(BundleReport::json).toList());
    }
    for (BundleReport report : reports) {
      if (!json && report.failure().isEmpty()) {
        out.println(line(report));
      }
      report.failure().ifPresent(failure -> printFailure(report, failure, err));
    }
    out.flush();
    return reports.stream()
        .map(report -> report.failure().map(Failure::exitCode).orElse(ExitCode.GOOD))
        .reduce(ExitCode.GOOD, ExitCode::worse)
        .number();
  }

  private static void printFailure(BundleReport report, Failure failure, PrintWriter err) {
    err.println(
        "stella: " + failure.word() + ": " + report.file().getFileName() + ": " + report.message());
    if (!report.hint().isEmpty()) {
      err.println("hint: " + report.hint());
    }
    err.flush();
  }

  private static String line(BundleReport report) {
    String took = Words.age(Duration.between(report.started(), report.finished()));
    BundleManifest manifest = report.manifest().orElseThrow();
    String what =
        "%s: %s, %s, tree size %s"
            .formatted(
                report.file(),
                report.outcome(),
                content(manifest),
                Words.count(manifest.head().size()));
    return report.direction().equals("export")
        ? "%s; %s, %s%s\nsha256 %s"
            .formatted(what, Words.bytes(report.bytes()), took, signed(report), report.sha256())
        : "%s; %s%s, %s%s%s"
            .formatted(
                what, report.backend(), standing(report), took, signed(report), told(report));
  }

  /** What is in a bundle: {@code entries 0 to 69,999}, {@code tiles of entries 0 to 69,999}. */
  static String content(BundleManifest manifest) {
    String range = Words.count(manifest.from()) + " to " + Words.count(manifest.to() - 1);
    String content =
        switch (manifest.content()) {
          case ENTRIES -> "entries " + range;
          case TILES -> "tiles of entries " + range;
          case CHECKPOINTS -> "checkpoints";
        };
    return manifest.volumes() == 1
        ? content
        : content + ", volume " + manifest.volume() + " of " + manifest.volumes();
  }

  private static String standing(BundleReport report) {
    boolean tiles = report.manifest().map(BundleManifest::provesByTiles).orElse(false);
    return report.state().map(state -> standing(state, tiles)).orElse("");
  }

  private static String standing(LogState state, boolean tiles) {
    String standing = " is at " + Words.count(state.pending().size());
    return tiles ? standing + ", mirrored " + Words.count(state.mirrored().size()) : standing;
  }

  private static String told(BundleReport report) {
    return report.message().isEmpty() ? "" : "\n" + report.message();
  }

  private static String signed(BundleReport report) {
    return report.signedBy().map(by -> ", signed by " + by).orElse("");
  }
}

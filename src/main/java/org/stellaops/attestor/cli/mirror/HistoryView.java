package org.stellaops.attestor.cli.mirror;

import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.audit.HistoryReport;

/** Formats the report of {@code checkpoints verify}. */
record HistoryView(HistoryReport report) {

  /** A table of failures, if there are any, and the result in one line. */
  String text() {
    String unprovedSuffix =
        report.unprovedPairs() == 0
            ? ""
            : ", " + Format.count(report.unprovedPairs()) + " not covered by tiles on disk";
    String summary =
        "%s: %s, %s opened, %s proved consistent%s"
            .formatted(
                report.backend(),
                report.isClean()
                    ? "good"
                    : Format.count(report.problems().size(), "failure", "failures"),
                Format.count(report.notes(), "note", "notes"),
                Format.count(report.provedPairs(), "pair", "pairs"),
                unprovedSuffix);
    if (report.isClean()) {
      return summary;
    }
    TextTable table = new TextTable("Tree Size", "Failure", "Checkpoint");
    report
        .problems()
        .forEach(failure ->
            table.row(
                Format.count(failure.size()), failure.failure().label(), failure.description()));
    return table + "\n" + summary;
  }

  /** Returns the fields of {@code -o json}. */
  JsonObject json() {
    return new JsonObject()
        .with("backend", report.backend())
        .with("good", report.isClean())
        .with("notes", report.notes())
        .with("pairsProved", report.provedPairs())
        .with("pairsUnproved", report.unprovedPairs())
        .with("failures", report.problems().stream().map(HistoryView::json).toList());
  }

  private static JsonObject json(HistoryReport.CheckpointProblem failure) {
    return new JsonObject()
        .with("treeSize", failure.size())
        .with("failure", failure.failure().label())
        .with("message", failure.description());
  }
}

package org.stellaops.attestor.cli.mirror;

import java.util.LinkedHashMap;
import java.util.Map;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.mirror.audit.HistoryReport;

/**
 * Formats the report of {@code checkpoints verify}.
 *
 * @param report the report
 */
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
    TextTable table = new TextTable("Tree Size", "Checkpoint");
    report
        .problems()
        .forEach(failure -> table.row(Format.count(failure.size()), failure.description()));
    return table + "\n" + summary;
  }

  /** Returns the fields of {@code -o json}. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", report.backend());
    json.put("good", report.isClean());
    json.put("notes", report.notes());
    json.put("pairsProved", report.provedPairs());
    json.put("pairsUnproved", report.unprovedPairs());
    json.put("failures", report.problems().stream().map(HistoryView::json).toList());
    return json;
  }

  private static Map<String, Object> json(HistoryReport.CheckpointProblem failure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("treeSize", failure.size());
    json.put("message", failure.description());
    return json;
  }
}

package org.stellaops.attestor.cli.mirror;

import java.util.LinkedHashMap;
import java.util.Map;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.mirror.audit.HistoryReport;

/**
 * How the stored checkpoints of a log are, as commands show it.
 *
 * @param report what was found
 */
record HistoryView(HistoryReport report) {

  /** A table of what is wrong, if anything is, and one line that says how it is. */
  String text() {
    String unprovedSuffix =
        report.unprovedPairs() == 0
            ? ""
            : ", " + Format.count(report.unprovedPairs()) + " beyond what is on disk";
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
    TextTable table = new TextTable("Tree Size", "The checkpoint");
    report
        .problems()
        .forEach(failure -> table.row(Format.count(failure.size()), failure.description()));
    return table + "\n" + summary;
  }

  /** The stable names of {@code -o json}. */
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

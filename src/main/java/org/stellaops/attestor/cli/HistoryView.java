package org.stellaops.attestor.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.stellaops.attestor.mirror.HistoryReport;

/**
 * How the stored checkpoints of a log are, as commands show it.
 *
 * @param report what was found
 */
record HistoryView(HistoryReport report) {

  /** A table of what is wrong, if anything is, and one line that says how it is. */
  String text() {
    String beyond =
        report.unproved() == 0
            ? ""
            : ", " + Words.count(report.unproved()) + " beyond what is on disk";
    String summary =
        "%s: %s, %s opened, %s proved consistent%s"
            .formatted(
                report.backend(),
                report.good()
                    ? "good"
                    : Words.count(report.failures().size(), "failure", "failures"),
                Words.count(report.notes(), "note", "notes"),
                Words.count(report.pairs(), "pair", "pairs"),
                beyond);
    if (report.good()) {
      return summary;
    }
    TextTable table = new TextTable("Tree Size", "The checkpoint");
    report.failures().forEach(wrong -> table.row(Words.count(wrong.size()), wrong.what()));
    return table + "\n" + summary;
  }

  /** The stable names of {@code -o json}. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", report.backend());
    json.put("good", report.good());
    json.put("notes", report.notes());
    json.put("pairsProved", report.pairs());
    json.put("pairsUnproved", report.unproved());
    json.put("failures", report.failures().stream().map(HistoryView::json).toList());
    return json;
  }

  private static Map<String, Object> json(HistoryReport.Wrong wrong) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("treeSize", wrong.size());
    json.put("message", wrong.what());
    return json;
  }
}

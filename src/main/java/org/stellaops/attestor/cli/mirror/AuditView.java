package org.stellaops.attestor.cli.mirror;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.mirror.audit.AuditReport;
import org.stellaops.attestor.mirror.audit.DamagedRange;
import org.stellaops.attestor.mirror.audit.FileFault;
import org.stellaops.attestor.mirror.audit.UnexpectedFile;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/**
 * Formats the report of an audit.
 *
 * @param report the report
 */
record AuditView(AuditReport report) {
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
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("backend", report.backend());
    json.put("good", report.isClean());
    json.put("mirroredSize", report.mirrored().size());
    json.put("rootHash", report.mirrored().root().hex());
    json.put("checkedSize", report.auditedEntries());
    json.put("findings", findings());
    return json;
  }

  private List<Map<String, Object>> findings() {
    List<Map<String, Object>> findings = new ArrayList<>();
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

  private static Map<String, Object> finding(
      String kind, String path, String fault, String message) {
    Map<String, Object> finding = new LinkedHashMap<>();
    finding.put("kind", kind);
    finding.put("path", path);
    finding.put("fault", fault);
    finding.put("message", message);
    return finding;
  }

  private static String kindName(Resource resource) {
    return resource instanceof Tile ? "tile" : "entry_bundle";
  }

  private static String kind(Resource resource) {
    return resource instanceof Tile tile ? "tile of level " + tile.level() : "entry bundle";
  }
}

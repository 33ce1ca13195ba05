package org.stellaops.attestor.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.mirror.AuditReport;
import org.stellaops.attestor.mirror.Damage;
import org.stellaops.attestor.mirror.Fault;
import org.stellaops.attestor.mirror.Stray;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/**
 * What an audit has found, as commands show it.
 *
 * @param report the findings
 */
record AuditView(AuditReport report) {
  private static final String[] HEADINGS = {"Kind", "Files", "What", "Path"};

  /** One line for each range of neighbours; empty if nothing is wrong. */
  String table() {
    TextTable table = new TextTable(HEADINGS);
    report.published().ifPresent(wrong -> table.row("checkpoint", "1", wrong, "checkpoint"));
    for (Damage damage : report.damages()) {
      table.row(
          kind(damage.first()),
          Words.count(damage.count()),
          damage.fault().phrase(),
          damage.first().path() + (damage.count() > 1 ? " to " + damage.last().path() : ""));
    }
    report
        .strays()
        .forEach(stray -> table.row("stray file", "1", stray.reason().phrase(), stray.path()));
    return table.toString();
  }

  /** One line that says how it is. */
  String summary() {
    return report.backend()
        + ": "
        + (report.good() ? "good, " : Words.count(report.findings(), "finding", "findings") + ", ")
        + Words.count(report.covered(), "entry", "entries")
        + " checked, mirrored "
        + Words.count(report.mirrored().size());
  }

  /** The stable names of {@code -o json}, with every file by its path. */
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("backend", report.backend());
    json.put("good", report.good());
    json.put("mirroredSize", report.mirrored().size());
    json.put("rootHash", report.mirrored().root().hex());
    json.put("checkedSize", report.covered());
    json.put("findings", findings());
    return json;
  }

  private List<Map<String, Object>> findings() {
    List<Map<String, Object>> findings = new ArrayList<>();
    report
        .published()
        .ifPresent(wrong ->
            findings.add(finding("checkpoint", "checkpoint", Fault.MISMATCH.word(), wrong)));
    for (Damage damage : report.damages()) {
      damage
          .resources()
          .forEach(file ->
              findings.add(
                  finding(
                      word(file), file.path(), damage.fault().word(), damage.fault().phrase())));
    }
    for (Stray stray : report.strays()) {
      findings.add(finding("stray", stray.path(), stray.reason().word(), stray.reason().phrase()));
    }
    return findings;
  }

  private static Map<String, Object> finding(String kind, String path, String fault, String what) {
    Map<String, Object> finding = new LinkedHashMap<>();
    finding.put("kind", kind);
    finding.put("path", path);
    finding.put("fault", fault);
    finding.put("message", what);
    return finding;
  }

  private static String word(Resource resource) {
    return resource instanceof Tile ? "tile" : "entry_bundle";
  }

  private static String kind(Resource resource) {
    return resource instanceof Tile tile ? "tile of level " + tile.level() : "entry bundle";
  }
}

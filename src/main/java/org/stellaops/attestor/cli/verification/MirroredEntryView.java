package org.stellaops.attestor.cli.verification;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.tlog.TreeHead;

/** Formats an entry of a mirror. */
record MirroredEntryView(MirroredEntry entry, Instant now) {
  String text() {
    TextTable table = new TextTable("Backend:", entry.mirror().backend().id());
    table.row("Origin:", entry.mirror().backend().origin().name());
    table.row("Entry:", Format.count(entry.index()));
    table.row("Leaf Hash:", entry.leafHash().hex());
    table.row("Tree Size:", Format.count(head().size()));
    table.row("Root Hash:", head().root().toString());
    table.row("Confirmed:", Format.age(entry.mirror().mirrored().age(now)) + " ago");
    table.row("Result:", "in the mirror");
    return table.toString();
  }

  /** Returns the fields of {@code -o json}. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", entry.mirror().backend().id());
    json.put("origin", entry.mirror().backend().origin().name());
    json.put("index", entry.index());
    json.put("leafHash", entry.leafHash().hex());
    json.put("treeSize", head().size());
    json.put("rootHash", head().root().hex());
    json.put("confirmedAt", entry.mirror().mirrored().confirmedAt().toString());
    json.put("ageSeconds", entry.mirror().mirrored().age(now).toSeconds());
    return json;
  }

  private TreeHead head() {
    return entry.mirror().head();
  }
}

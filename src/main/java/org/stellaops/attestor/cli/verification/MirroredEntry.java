package org.stellaops.attestor.cli.verification;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.lookup.LocalMirror;
import org.stellaops.attestor.tlog.Hash;

/**
 * An entry that the mirrored checkpoint commits to, with its index and leaf hash.
 *
 * @param quarantined whether the log is in quarantine
 */
record MirroredEntry(LocalMirror mirror, long index, Hash leafHash, boolean quarantined) {
  private static final String WARNING =
      "the log has signed two histories; see: stella attestor evidence list";

  String text(Instant now) {
    return new TextTable("Backend:", mirror.backend().id())
            .row("Origin:", mirror.backend().origin().name())
            .row("Entry:", Format.count(index))
            .row("Leaf Hash:", leafHash.hex())
            .row("Tree Size:", Format.count(mirror.head().size()))
            .row("Root Hash:", mirror.head().root().toString())
            .row("Confirmed:", Format.age(mirror.mirrored().age(now)) + " ago")
            .row("Result:", "in the mirror")
            .toString()
        + warnings().stream().map("\nwarning: "::concat).collect(Collectors.joining());
  }

  /** Returns the fields of {@code -o json}. */
  JsonObject json(Instant now) {
    return new JsonObject()
        .with("backend", mirror.backend().id())
        .with("origin", mirror.backend().origin().name())
        .with("index", index)
        .with("leafHash", leafHash.hex())
        .with("treeSize", mirror.head().size())
        .with("rootHash", mirror.head().root().hex())
        .with("confirmedAt", mirror.mirrored().confirmedAt())
        .with("ageSeconds", mirror.mirrored().age(now).toSeconds())
        .with("warnings", warnings());
  }

  private List<String> warnings() {
    return quarantined ? List.of(WARNING) : List.of();
  }
}

package org.stellaops.attestor.cli.mirror;

import java.util.OptionalLong;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.retention.FileCount;

/**
 * Formats the result of {@code tiles prune} and {@code tiles clear} for one log. A dry run only
 * counts the files; {@code tiles clear} has no minimum index.
 */
record RemovalView(String backend, boolean dryRun, OptionalLong minimumIndex, FileCount files) {
  String text() {
    return "%s: %s%s and %s, %s%s"
        .formatted(
            backend,
            dryRun ? "would remove " : "removed ",
            Format.count(files.tiles(), "tile", "tiles"),
            Format.count(files.entryBundles(), "entry bundle", "entry bundles"),
            Format.bytes(files.bytes()),
            minimumIndex.isPresent()
                ? "; minimum index " + Format.count(minimumIndex.getAsLong())
                : "");
  }

  /** Returns the fields of {@code -o json}. */
  JsonObject json() {
    JsonObject json = new JsonObject().with("backend", backend).with("dryRun", dryRun);
    if (minimumIndex.isPresent()) {
      json.with("minimumIndex", minimumIndex);
    }
    return json.with("tiles", files.tiles())
        .with("entryBundles", files.entryBundles())
        .with("bytes", files.bytes());
  }
}

package org.stellaops.attestor.bundle.format;

import java.util.Arrays;
import java.util.Locale;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.tlog.MalformedException;

/** How much of a log a bundle contains. */
public enum BundleContent {
  /** Checkpoints and the proofs that later ones extend earlier ones. */
  CHECKPOINTS,
  /** Hash tiles in addition: enough to prove that an entry is in the log. */
  TILES,
  /** Entries in addition. */
  ENTRIES;

  /** The name in manifests, tables and requests, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The inverse of {@link #label()}. */
  public static BundleContent parse(String label) {
    return Arrays.stream(values())
        .filter(each -> each.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new MalformedException("invalid content: " + SafeText.quote(label)));
  }
}

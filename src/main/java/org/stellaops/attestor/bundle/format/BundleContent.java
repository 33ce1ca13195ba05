package org.stellaops.attestor.bundle.format;

import java.util.Arrays;
import org.stellaops.attestor.failure.Labeled;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.tlog.MalformedException;

/** How much of a log a bundle contains. */
public enum BundleContent implements Labeled {
  /** Checkpoints and the proofs that later ones extend earlier ones. */
  CHECKPOINTS,
  /** Hash tiles in addition: enough to prove that an entry is in the log. */
  TILES,
  /** Entries in addition. */
  ENTRIES;

  /** The inverse of {@link #label()}. */
  public static BundleContent parse(String label) {
    return Arrays.stream(values())
        .filter(each -> each.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new MalformedException("invalid content: " + SafeText.quote(label)));
  }
}

package org.stellaops.attestor.bundle.format;

import java.util.Arrays;
import java.util.Locale;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.tlog.MalformedException;

/** How much of a log a bundle carries. */
public enum BundleContent {
  /** The checkpoints, the right edge and what proves that one grew from the other. */
  CHECKPOINTS,
  /** Hash tiles besides: enough to prove that an entry is in the log. */
  TILES,
  /** The entries besides. */
  ENTRIES;

  /** The word in manifests, tables and requests. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The inverse of {@link #label()}. */
  public static BundleContent parse(String label) {
    return Arrays.stream(values())
        .filter(each -> each.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new MalformedException("no bundle has the content " + SafeText.quote(label)));
  }
}

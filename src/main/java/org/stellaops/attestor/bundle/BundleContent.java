package org.stellaops.attestor.bundle;

import java.util.Arrays;
import java.util.Locale;
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
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The inverse of {@link #word()}. */
  public static BundleContent parse(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new MalformedException("no bundle has the content " + Shown.of(word)));
  }
}

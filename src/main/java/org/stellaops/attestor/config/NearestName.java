package org.stellaops.attestor.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * What someone may have meant who wrote a name that does not exist. Case, dashes and underscores do
 * not count as differences.
 */
final class NearestName {
  private final String written;

  NearestName(String written) {
    this.written = fold(written);
  }

  /** The nearest of the names of which at most half has to change, or that hold the written one. */
  Optional<String> among(Collection<String> names) {
    return names.stream()
        .filter(name -> isNear(fold(name)))
        .min(Comparator.comparingInt(name -> distance(fold(name))));
  }

  /** Whether the name differs in case, dashes and underscores only. */
  boolean is(String name) {
    return fold(name).equals(written);
  }

  private boolean isNear(String name) {
    return 2 * distance(name) <= Math.max(written.length(), name.length())
        || written.length() > 2 && name.contains(written);
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /** Levenshtein's: the fewest letters to insert, remove or replace. */
  private int distance(String name) {
    int[] row = new int[name.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= written.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (written.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[name.length()];
  }
}

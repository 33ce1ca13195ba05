package org.stellaops.attestor.config.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * What someone may have meant who wrote a name that does not exist. Case, dashes and underscores do
 * not count as differences.
 */
public final class Suggestion {
  private final String input;

  public Suggestion(String input) {
    this.input = normalize(input);
  }

  /** The nearest of the names of which at most half has to change, or that hold the written one. */
  public Optional<String> closest(Collection<String> names) {
    return names.stream()
        .filter(name -> isClose(normalize(name)))
        .min(Comparator.comparingInt(name -> distance(normalize(name))));
  }

  /** Whether the name differs in case, dashes and underscores only. */
  public boolean matches(String name) {
    return normalize(name).equals(input);
  }

  private boolean isClose(String name) {
    return 2 * distance(name) <= Math.max(input.length(), name.length())
        || input.length() > 2 && name.contains(input);
  }

  private static String normalize(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /** Levenshtein's: the fewest letters to insert, remove or replace. */
  private int distance(String name) {
    int[] row = new int[name.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= input.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substitution = diagonal + (input.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[name.length()];
  }
}

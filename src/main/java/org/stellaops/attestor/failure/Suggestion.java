package org.stellaops.attestor.failure;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the closest existing name to a misspelt one, for hints of the form "did you mean …?".
 * Ignores case, hyphens and underscores.
 */
public final class Suggestion {
  private final String input;

  public Suggestion(String input) {
    this.input = normalize(input);
  }

  /**
   * Returns the name with the smallest edit distance, among those that contain the misspelt name or
   * differ from it in at most half of their letters.
   */
  public Optional<String> closest(Collection<String> names) {
    return names.stream()
        .filter(name -> isClose(normalize(name)))
        .min(Comparator.comparingInt(name -> distance(normalize(name))));
  }

  /** Whether the name differs only in case, hyphens and underscores. */
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

  /** The Levenshtein distance: the fewest letters to insert, remove or replace. */
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

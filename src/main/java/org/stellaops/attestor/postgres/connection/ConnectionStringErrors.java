package org.stellaops.attestor.postgres.connection;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** What is said to an operator whose connection string cannot be meant. Quotes keys, no values. */
final class ConnectionStringErrors {
  private ConnectionStringErrors() {}

  static AttestorException invalid(String message, String hint) {
    return new AttestorException(Failure.CONFIGURATION, message, hint);
  }

  static AttestorException unknownKey(String key, List<String> known) {
    return invalid(
        "the connection string has an unknown key '" + key + "'",
        "did you mean '" + nearest(key, known) + "'?");
  }

  static String nearest(String key, List<String> known) {
    String lower = key.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(Comparator.comparingInt(k -> distance(lower, k.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }

  /** How many letters must be put in, left out or exchanged: the Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

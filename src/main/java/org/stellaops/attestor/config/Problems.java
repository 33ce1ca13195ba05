package org.stellaops.attestor.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.stellaops.attestor.failure.AttestorException;

/** Collects what is wrong with one file, so that it is reported in one go. */
final class Problems {
  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  /** Notes one. The line is counted from 1; the key is empty if the problem is about none. */
  void add(int line, String key, String what, String hint) {
    found.add(new Problem(file, line, key, what, hint));
  }

  /** Notes a value that its type refused. */
  void add(int line, String key, AttestorException refusal) {
    add(line, key, refusal.getMessage(), refusal.hint());
  }

  /** Whether nothing was noted. */
  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Refuses the file if anything was noted. */
  void refuse() {
    if (!found.isEmpty()) {
      found.sort(Comparator.comparingInt(Problem::line));
      throw new InvalidSettingsException(found);
    }
  }
}

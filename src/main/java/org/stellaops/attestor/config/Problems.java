package org.stellaops.attestor.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.stellaops.attestor.failure.AttestorException;

/** Collects the problems of one file, so that all are reported at once. */
public final class Problems {
  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  public Problems(String file) {
    this.file = file;
  }

  /**
   * Adds a problem. The line is counted from 1; the key is empty if the problem concerns no key.
   */
  void add(int line, String key, String message, String hint) {
    problems.add(new Problem(file, line, key, message, hint));
  }

  /** Adds an invalid value. */
  void add(int line, String key, AttestorException error) {
    add(line, key, error.getMessage(), error.hint());
  }

  /** Whether there are no problems. */
  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Throws if there are problems. */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(Problem::line));
      throw new InvalidSettingsException(problems);
    }
  }
}

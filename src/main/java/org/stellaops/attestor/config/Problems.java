package org.stellaops.attestor.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.stellaops.attestor.failure.AttestorException;

/** Collects what is wrong with one file, so that it is reported in one go. */
public final class Problems {
  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  public Problems(String file) {
    this.file = file;
  }

  /** Notes one. The line is counted from 1; the key is empty if the problem is about none. */
  void add(int line, String key, String message, String hint) {
    problems.add(new Problem(file, line, key, message, hint));
  }

  /** Notes a value that its type refused. */
  void add(int line, String key, AttestorException error) {
    add(line, key, error.getMessage(), error.hint());
  }

  /** Whether nothing was noted. */
  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Refuses the file if anything was noted. */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(Problem::line));
      throw new InvalidSettingsException(problems);
    }
  }
}

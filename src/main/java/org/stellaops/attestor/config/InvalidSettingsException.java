package org.stellaops.attestor.config;

import java.util.List;
import java.util.stream.Collectors;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Reports that a configuration file is invalid, with all its problems. */
public final class InvalidSettingsException extends AttestorException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SHOWN = 50;

  private final List<Problem> problems;

  InvalidSettingsException(List<Problem> problems) {
    super(Failure.CONFIGURATION, message(problems), "docs/configuration.md describes every key");
    this.problems = List.copyOf(problems);
  }

  /** All problems, ordered by line; the message has the first 50, one per line. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(List<Problem> problems) {
    String shown =
        problems.stream().limit(MAX_SHOWN).map(Problem::toString).collect(Collectors.joining("\n"));
    int more = problems.size() - MAX_SHOWN;
    return more > 0 ? shown + "\nand " + more + " more problems" : shown;
  }
}

package org.stellaops.attestor.sigstore;

import java.util.Locale;
import java.util.Optional;

/**
 * One of the answers of a verdict.
 *
 * @param state what was found
 * @param step where it was refused
 * @param reason in words; empty where nothing is to be said
 */
public record CheckResult(State state, Optional<Step> step, String reason) {
  /** What can be found. */
  public enum State {
    /** All of it holds. */
    GOOD,
    /** The log has promised to include the entry, and does not prove it. */
    PROMISED,
    /** A step failed. */
    REFUSED;

    /** The word for JSON and messages, as {@code good}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static CheckResult good() {
    return new CheckResult(State.GOOD, Optional.empty(), "");
  }

  static CheckResult promised() {
    return new CheckResult(
        State.PROMISED, Optional.empty(), "the log has promised to include the entry, no more");
  }

  static CheckResult refused(VerificationException e) {
    return new CheckResult(State.REFUSED, Optional.of(e.step()), e.getMessage());
  }

  /** Whether a step failed. */
  public boolean isRefused() {
    return state == State.REFUSED;
  }
}

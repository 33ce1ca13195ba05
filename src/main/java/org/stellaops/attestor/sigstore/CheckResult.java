package org.stellaops.attestor.sigstore;

import java.util.Optional;
import org.stellaops.attestor.failure.Labeled;

/**
 * The result of one group of checks.
 *
 * @param state the result
 * @param step the failed step; empty if none failed
 * @param reason one sentence; empty if there is nothing to add
 */
public record CheckResult(State state, Optional<Step> step, String reason) {
  /** The possible results. */
  public enum State implements Labeled {
    /** All checks passed. */
    GOOD,
    /** The bundle has an inclusion promise, but no inclusion proof. */
    PROMISED,
    /** A step failed. */
    REFUSED
  }

  static CheckResult good() {
    return new CheckResult(State.GOOD, Optional.empty(), "");
  }

  static CheckResult promised() {
    return new CheckResult(
        State.PROMISED,
        Optional.empty(),
        "the bundle has an inclusion promise and no inclusion proof");
  }

  static CheckResult refused(VerificationException e) {
    return new CheckResult(State.REFUSED, Optional.of(e.step()), e.getMessage());
  }

  /** Whether a step failed. */
  public boolean isRefused() {
    return state == State.REFUSED;
  }
}

package org.stellaops.attestor.verification;

import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;

/**
 * A reason against an attestation.
 *
 * @param failure the kind of failure; determines the exit status
 * @param reason one sentence
 */
public record Objection(Failure failure, String reason) {
  ExitCode exitCode() {
    return failure.exitCode();
  }
}

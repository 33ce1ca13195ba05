package org.stellaops.attestor.verification;

import java.util.Optional;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.json.JsonObject;

/** The outcome for a bundle: a verdict, or the reason why there is none. */
public sealed interface Outcome permits AttestationVerdict, Unreadable {
  /** The name of the bundle, as passed by the caller. */
  String bundle();

  /** The worst objection; empty if the attestation is good. */
  Optional<Objection> worstObjection();

  /** The JSON object, see {@code docs/verdict.md}. */
  JsonObject toJson();

  /** The exit status of a command. */
  default ExitCode exitCode() {
    return worstObjection().map(Objection::exitCode).orElse(ExitCode.SUCCESS);
  }

  /** The label: {@code good}, {@code refused}, {@code incomplete} or {@code undecided}. */
  default String label() {
    return switch (exitCode()) {
      case SUCCESS -> "good";
      case REJECTED -> "refused";
      case INCOMPLETE -> "incomplete";
      default -> "undecided";
    };
  }
}

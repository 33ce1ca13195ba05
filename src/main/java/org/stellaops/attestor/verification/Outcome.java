package org.stellaops.attestor.verification;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.ExitCode;

/** What came of a bundle: a decision, or why there is none. */
public sealed interface Outcome permits AttestationVerdict, Unreadable {
  /** The bundle, as it was named. */
  String bundle();

  /** What is worst about it; empty if it is good. */
  Optional<Objection> worstObjection();

  /** The names of {@code docs/verdict.md}. */
  Map<String, @Nullable Object> toJson();

  /** What a command tells its caller. */
  default ExitCode exitCode() {
    return worstObjection().map(each -> each.failure().exitCode()).orElse(ExitCode.SUCCESS);
  }

  /** {@code good}, {@code refused}, {@code incomplete} or {@code undecided}. */
  default String label() {
    return switch (exitCode()) {
      case SUCCESS -> "good";
      case REJECTED -> "refused";
      case INCOMPLETE -> "incomplete";
      default -> "undecided";
    };
  }
}

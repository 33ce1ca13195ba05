package org.stellaops.attestor.verdict;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.ExitCode;

/** What came of a bundle: a decision, or why there is none. */
public sealed interface Answer permits Decision, Undecided {
  /** The bundle, as it was named. */
  String bundle();

  /** What is worst about it; empty if it is good. */
  Optional<Problem> problem();

  /** The names of {@code docs/verdict.md}. */
  Map<String, @Nullable Object> json();

  /** What a command tells its caller. */
  default ExitCode exit() {
    return problem().map(each -> each.failure().exitCode()).orElse(ExitCode.GOOD);
  }

  /** {@code good}, {@code refused}, {@code incomplete} or {@code undecided}. */
  default String word() {
    return switch (exit()) {
      case GOOD -> "good";
      case REFUSED -> "refused";
      case INCOMPLETE -> "incomplete";
      default -> "undecided";
    };
  }
}

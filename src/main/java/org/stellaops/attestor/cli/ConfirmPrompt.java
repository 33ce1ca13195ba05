package org.stellaops.attestor.cli;

import java.io.Console;
import java.util.Locale;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Requires confirmation of commands that cannot be undone. {@code --yes} confirms in advance. */
public final class ConfirmPrompt {
  private ConfirmPrompt() {}

  /**
   * Returns if the user confirms.
   *
   * @param question the question, without the possible answers
   * @throws AttestorException with {@code configuration} if the answer is not yes, or if there is
   *     no terminal
   */
  public static void requireYes(boolean yes, String question) {
    if (yes) {
      return;
    }
    Console console = StandardStreams.isInteractive() ? System.console() : null;
    if (console == null) {
      throw new UsageException(
          "not confirmed: standard input is not a terminal: " + question, "add --yes to confirm");
    }
    String answer = console.readLine("%s [y/N] ", question);
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new AttestorException(Failure.CONFIGURATION, "not confirmed: nothing was changed");
    }
  }
}

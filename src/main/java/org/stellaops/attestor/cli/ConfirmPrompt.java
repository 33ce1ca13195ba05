package org.stellaops.attestor.cli;

import java.io.Console;
import java.util.Locale;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** What cannot be taken back is asked for first, unless {@code --yes} has answered already. */
public final class ConfirmPrompt {
  private ConfirmPrompt() {}

  /**
   * Returns if it is meant.
   *
   * @param question without the answers that it may have
   * @throws AttestorException with {@code configuration} if it is not, or if nobody can be asked
   */
  public static void requireYes(boolean yes, String question) {
    if (yes) {
      return;
    }
    Console console = StandardStreams.isInteractive() ? System.console() : null;
    if (console == null) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "nothing was done, because nobody can be asked here: " + question,
          "add --yes if you mean it");
    }
    String answer = console.readLine("%s [y/N] ", question);
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new AttestorException(Failure.CONFIGURATION, "nothing was done");
    }
  }
}

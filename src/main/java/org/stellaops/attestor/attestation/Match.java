package org.stellaops.attestor.attestation;

import java.util.regex.Pattern;

/** A name that a signer must have. */
public final class Match {
  private final Pattern pattern;
  private final String words;

  private Match(Pattern pattern, String words) {
    this.pattern = pattern;
    this.words = words;
  }

  /** This name and no other. */
  public static Match exactly(String name) {
    return new Match(Pattern.compile(Pattern.quote(name)), "'" + name + "'");
  }

  /**
   * A name that the expression matches from its first character to its last.
   *
   * @throws java.util.regex.PatternSyntaxException if it is no regular expression
   */
  public static Match regex(String expression) {
    return new Match(Pattern.compile(expression), "like '" + expression + "'");
  }

  boolean accepts(String name) {
    return pattern.matcher(name).matches();
  }

  /** For messages: {@code 'name'}, or {@code like 'expression'}. */
  @Override
  public String toString() {
    return words;
  }
}

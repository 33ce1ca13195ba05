package org.stellaops.attestor.sigstore;

import java.util.regex.Pattern;

/** A name that a signer must have. */
public final class StringMatcher {
  private final Pattern pattern;
  private final String description;

  private StringMatcher(Pattern pattern, String description) {
    this.pattern = pattern;
    this.description = description;
  }

  /** This name and no other. */
  public static StringMatcher exactly(String name) {
    return new StringMatcher(Pattern.compile(Pattern.quote(name)), "'" + name + "'");
  }

  /**
   * A name that the expression matches from its first character to its last.
   *
   * @throws java.util.regex.PatternSyntaxException if it is no regular expression
   */
  public static StringMatcher regex(String expression) {
    return new StringMatcher(Pattern.compile(expression), "like '" + expression + "'");
  }

  boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  /** For messages: {@code 'name'}, or {@code like 'expression'}. */
  @Override
  public String toString() {
    return description;
  }
}

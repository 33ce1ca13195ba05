package org.stellaops.attestor.sigstore;

import java.util.regex.Pattern;

/**
 * The expected identity or issuer of a signer.
 *
 * @param pattern matches accepted names as a whole
 * @param description the form in messages: {@code 'name'} or {@code like 'expression'}
 */
public record StringMatcher(Pattern pattern, String description) {
  /** Matches exactly this name. */
  public static StringMatcher exactly(String name) {
    return new StringMatcher(Pattern.compile(Pattern.quote(name)), "'" + name + "'");
  }

  /**
   * Matches names that the regular expression matches as a whole.
   *
   * @throws java.util.regex.PatternSyntaxException if it is not a valid regular expression
   */
  public static StringMatcher regex(String expression) {
    return new StringMatcher(Pattern.compile(expression), "like '" + expression + "'");
  }

  boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  /** The form in messages: {@code 'name'} or {@code like 'expression'}. */
  @Override
  public String toString() {
    return description;
  }
}

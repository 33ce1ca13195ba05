package org.stellaops.attestor.sigstore;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * The expected identity or issuer of a signer. Expressions have the <a
 * href="https://github.com/google/re2/wiki/Syntax">syntax of RE2</a> and run in linear time: a name
 * in a certificate is untrusted, and with the expressions of the Java platform some names take
 * minutes or exhaust the stack.
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
   * @throws IllegalArgumentException if it is not a valid regular expression; the message names the
   *     part that is invalid or not supported
   */
  public static StringMatcher regex(String expression) {
    try {
      return new StringMatcher(Pattern.compile(expression), "like '" + expression + "'");
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(problem(e.getPattern(), e.getDescription()), e);
    }
  }

  private static String problem(String part, String description) {
    if (part.startsWith("(?=") || part.startsWith("(?!") || part.startsWith("(?<")) {
      return "look-around is not supported: " + part;
    }
    return part.matches("\\\\[1-9k].*")
        ? "back-references are not supported: " + part
        : "invalid regular expression: " + description + ": " + part;
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

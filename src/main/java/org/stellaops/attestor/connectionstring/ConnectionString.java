package org.stellaops.attestor.connectionstring;

import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * A connection string as it is written: {@code Host=…;Database=…}, {@code jdbc:postgresql://…} or
 * {@code postgresql://…}. {@link #toString} gives the text without passwords, also if it does not
 * parse; only {@link #text} gives all of it.
 *
 * @param text one of the three formats, on one line
 */
public record ConnectionString(String text) {
  private static final Pattern URL = Pattern.compile("(?:jdbc:postgresql:|postgres(?:ql)?://).+");
  private static final Pattern PAIRS = Pattern.compile("\\s*[A-Za-z][A-Za-z ]*=.+");
  private static final Pattern PASSWORD_NAME = Pattern.compile("(?i)pass|pwd");
  private static final Pattern PASSWORD_PAIR =
      Pattern.compile("(?:" + PASSWORD_NAME + ")[^=;&]*=\\s*[^;&\\s]");

  /**
   * {@code user:password@}, but not a port as in {@code postgresql://host:5432/db?user=me@server}.
   */
  private static final Pattern USERINFO_PASSWORD =
      Pattern.compile(
          "^((?:jdbc:postgresql|postgres(?:ql)?):/*[^:@/?]*):(?!\\d{1,5}(?:[,/?]|$)).+@");

  private static final Set<String> PUBLIC_NAMES = ConnectionKeyword.publicNames();
  private static final Pattern PUBLIC_VALUE = Pattern.compile("[\\w.,:/@%+-]*");

  /**
   * Checks the format only, not the keys and values.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code configuration} if the text
   *     has none of the three formats; the message does not repeat the text
   */
  public ConnectionString {
    boolean oneLine = text.codePoints().noneMatch(Character::isISOControl);
    if (!oneLine || !(isUrl(text) || PAIRS.matcher(text).matches())) {
      throw ConnectionStringErrors.invalid(
          "not a PostgreSQL connection string",
          "write Host=…;Database=…;Username=…, jdbc:postgresql://… or postgresql://…");
    }
  }

  /** Whether the text contains a password. */
  public boolean hasPassword() {
    return PASSWORD_PAIR.matcher(text).find()
        || isUrl(text) && USERINFO_PASSWORD.matcher(text).find();
  }

  /** The text with {@code ***} in place of everything that may be part of a password. */
  @Override
  public String toString() {
    if (!isUrl(text)) {
      return redactPairs(text, ";");
    }
    String url = USERINFO_PASSWORD.matcher(text).replaceFirst("$1:***@");
    int query = url.indexOf('?') + 1;
    return query == 0 ? url : url.substring(0, query) + redactPairs(url.substring(query), "&");
  }

  private static boolean isUrl(String text) {
    return URL.matcher(text).matches();
  }

  private static String redactPairs(String pairs, String separator) {
    StringJoiner redacted = new StringJoiner(separator);
    for (String pair : pairs.split(separator)) {
      redacted.add(redactPair(pair));
      if (pair.contains("\"") || pair.contains("'")) {
        break; // the following separators may be part of a quoted password
      }
    }
    return redacted.toString();
  }

  /** Keeps only what is known to be harmless: a password may follow a misspelt name. */
  private static String redactPair(String pair) {
    int equals = pair.indexOf('=');
    String name = pair.substring(0, Math.max(equals, 0));
    String value = pair.substring(equals + 1).strip();
    if (PUBLIC_NAMES.contains(ConnectionKeyword.normalized(name))
        && PUBLIC_VALUE.matcher(value).matches()) {
      return pair;
    }
    boolean password = PASSWORD_NAME.matcher(name).find();
    return password ? name + (value.isEmpty() ? "=" : "=***") : "***";
  }
}

package org.stellaops.attestor.config.schema;

import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Where PostgreSQL is, in one of three forms: {@code Host=…;Database=…}, {@code
 * jdbc:postgresql://…} or {@code postgresql://…}. It may hold a password, so {@link #toString}
 * gives the redacted text; only {@link #text} gives the whole.
 *
 * @param text one of the three forms, as written
 */
public record ConnectionStringSetting(String text) {
  private static final Pattern URL = Pattern.compile("(?:jdbc:postgresql:|postgres(?:ql)?://).+");
  private static final Pattern PAIRS = Pattern.compile("\\s*[A-Za-z][A-Za-z ]*=.+");
  private static final Pattern PASSWORD_NAME = Pattern.compile("(?i)pass|pwd");
  private static final Pattern PASSWORD_PAIR =
      Pattern.compile("(?:" + PASSWORD_NAME + ")[^=;&]*=\\s*[^;&\\s]");

  /** {@code user:password@}. A port is none: {@code postgresql://host:5432/db?user=me@server}. */
  private static final Pattern USERINFO_PASSWORD =
      Pattern.compile(
          "^((?:jdbc:postgresql|postgres(?:ql)?):/*[^:@/?]*):(?!\\d{1,5}(?:[,/?]|$)).+@");

  private static final Set<String> PUBLIC_NAMES =
      Set.of(
          "applicationname",
          "currentschema",
          "database",
          "db",
          "dbname",
          "host",
          "port",
          "searchpath",
          "server",
          "sslmode",
          "uid",
          "user",
          "userid",
          "username");
  private static final Pattern PUBLIC_VALUE = Pattern.compile("[\\w.,:/@%+-]*");

  /** Refuses any other form, without repeating the text. */
  public ConnectionStringSetting {
    boolean oneLine = text.codePoints().noneMatch(Character::isISOControl);
    if (!oneLine || !(isUrl(text) || PAIRS.matcher(text).matches())) {
      throw ConfigErrors.invalid(
          "this is no connection string of PostgreSQL",
          "write Host=…;Database=…;Username=…, jdbc:postgresql://… or postgresql://…");
    }
  }

  /** Whether there is a password in the text. */
  public boolean hasPassword() {
    return PASSWORD_PAIR.matcher(text).find()
        || isUrl(text) && USERINFO_PASSWORD.matcher(text).find();
  }

  /** The text with {@code ***} for whatever may be a password or a part of one. */
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
        break; // from here on a separator may be part of a quoted password
      }
    }
    return redacted.toString();
  }

  /** What is not known to be harmless is hidden: a password may follow a misspelt name. */
  private static String redactPair(String pair) {
    int equals = pair.indexOf('=');
    String name = pair.substring(0, Math.max(equals, 0));
    String value = pair.substring(equals + 1).strip();
    String normalized = name.toLowerCase(Locale.ROOT).replaceAll("[ _]", "");
    if (PUBLIC_NAMES.contains(normalized) && PUBLIC_VALUE.matcher(value).matches()) {
      return pair;
    }
    boolean password = PASSWORD_NAME.matcher(name).find();
    return password ? name + (value.isEmpty() ? "=" : "=***") : "***";
  }
}

package org.stellaops.attestor.config.schema;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Public keys as vkeys, separated by blanks; can be empty. */
record VkeysType() implements ValueType<List<String>> {
  private static final Pattern VKEY = Pattern.compile("[^\\s+]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]+=*");

  @Override
  public String description() {
    return "vkeys with blanks between";
  }

  @Override
  public List<String> parse(String text) {
    if (text.isBlank()) {
      return List.of();
    }
    List<String> keys = Arrays.asList(text.strip().split("\\s+"));
    for (String key : keys) {
      if (!VKEY.matcher(key).matches()) {
        throw ConfigErrors.invalid(
            "invalid vkey " + ConfigErrors.quote(key), "write name+hash+key");
      }
      ConfigErrors.requireLiteral(key);
    }
    return List.copyOf(keys);
  }

  @Override
  public String print(List<String> value) {
    return String.join(" ", value);
  }
}

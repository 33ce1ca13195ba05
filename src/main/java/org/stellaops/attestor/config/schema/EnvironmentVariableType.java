package org.stellaops.attestor.config.schema;

import java.util.regex.Pattern;

/**
 * The name of an environment variable. Messages do not repeat an invalid one: it may be the
 * password.
 */
public record EnvironmentVariableType() implements ValueType<String> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  @Override
  public String description() {
    return "name of an environment variable";
  }

  @Override
  public String parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw ConfigErrors.invalid(
          "invalid name of an environment variable",
          "write the name of the variable, not the password");
    }
    return text;
  }
}

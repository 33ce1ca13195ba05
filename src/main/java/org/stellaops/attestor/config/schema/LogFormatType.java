package org.stellaops.attestor.config.schema;

import java.util.Arrays;

/** The word of a {@link LogFormat}. */
record LogFormatType() implements ValueType<LogFormat> {
  @Override
  public String description() {
    return "one of text, json";
  }

  @Override
  public LogFormat parse(String text) {
    return Arrays.stream(LogFormat.values())
        .filter(format -> format.label().equals(text))
        .findFirst()
        .orElseThrow(() ->
            ConfigErrors.invalid(
                ConfigErrors.quote(text) + " is no format of a log", "write text or json"));
  }

  @Override
  public String print(LogFormat value) {
    return value.label();
  }
}

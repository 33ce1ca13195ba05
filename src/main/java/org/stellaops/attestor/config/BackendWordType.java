package org.stellaops.attestor.config;

/** The word of a {@link BackendType}. */
record BackendWordType() implements ValueType<BackendType> {
  @Override
  public String description() {
    return "one of " + BackendType.words();
  }

  @Override
  public BackendType parse(String text) {
    return BackendType.parse(text);
  }

  @Override
  public String print(BackendType value) {
    return value.word();
  }
}

package org.stellaops.attestor.config.schema;

/** The word of a {@link BackendType}. */
record EnumType() implements ValueType<BackendType> {
  @Override
  public String description() {
    return "one of " + BackendType.labels();
  }

  @Override
  public BackendType parse(String text) {
    return BackendType.parse(text);
  }

  @Override
  public String print(BackendType value) {
    return value.label();
  }
}

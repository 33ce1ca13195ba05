package org.stellaops.attestor.config.schema;

/** A {@link ConnectionStringSetting}. Printing gives the whole text, password included. */
record ConnectionStringType() implements ValueType<ConnectionStringSetting> {
  @Override
  public String description() {
    return "connection string";
  }

  @Override
  public ConnectionStringSetting parse(String text) {
    return new ConnectionStringSetting(text);
  }

  @Override
  public String print(ConnectionStringSetting value) {
    return value.text();
  }
}

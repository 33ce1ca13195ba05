package org.stellaops.attestor.config.schema;

import org.stellaops.attestor.connectionstring.ConnectionString;

/** A {@link ConnectionString}. Printing gives the whole text, password included. */
record ConnectionStringType() implements ValueType<ConnectionString> {
  @Override
  public String description() {
    return "connection string";
  }

  @Override
  public ConnectionString parse(String text) {
    return new ConnectionString(text);
  }

  @Override
  public String print(ConnectionString value) {
    return value.text();
  }

  @Override
  public String display(ConnectionString value) {
    return value.toString();
  }
}

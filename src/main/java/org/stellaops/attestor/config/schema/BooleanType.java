package org.stellaops.attestor.config.schema;

/** {@code true} or {@code false}; the yes and no of older YAML are invalid. */
record BooleanType() implements ValueType<Boolean> {
  @Override
  public String description() {
    return "true or false";
  }

  @Override
  public Boolean parse(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw ConfigErrors.invalid(
              "invalid value " + ConfigErrors.quote(text), "write true or false");
    };
  }

  @Override
  public String print(Boolean value) {
    return value.toString();
  }

  @Override
  public boolean isUnquoted() {
    return true;
  }
}

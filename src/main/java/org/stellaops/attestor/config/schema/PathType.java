package org.stellaops.attestor.config.schema;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A path of the local file system, absolute or relative. {@code ~} is not expanded. */
record PathType() implements ValueType<Path> {
  @Override
  public String description() {
    return "path";
  }

  @Override
  public Path parse(String text) {
    if (text.isBlank()) {
      throw ConfigErrors.invalid("empty path", "write a path or remove the line");
    }
    if (text.startsWith("~")) {
      throw ConfigErrors.invalid(
          "invalid path " + ConfigErrors.quote(text), "write the whole path, without ~");
    }
    try {
      return Path.of(ConfigErrors.requireLiteral(text));
    } catch (InvalidPathException e) {
      throw ConfigErrors.invalid("invalid path " + ConfigErrors.quote(text), "write a path");
    }
  }

  @Override
  public String print(Path value) {
    return value.toString();
  }
}

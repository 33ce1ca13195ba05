package org.stellaops.attestor.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.SafeText;

/** A JSON object for output. Its fields have the order in which they were added. */
public final class JsonObject extends LinkedHashMap<String, @Nullable Object> {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Adds a field and returns this object.
   *
   * @param value text, a number, a boolean, null, or a list or map of these; times and paths are
   *     printed as text, an optional as its value or null
   */
  public JsonObject with(String name, @Nullable Object value) {
    put(name, plain(value));
    return this;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      return plain(optional.orElse(null));
    }
    if (value instanceof OptionalLong number) {
      return number.isPresent() ? number.getAsLong() : null;
    }
    if (value instanceof OptionalInt number) {
      return number.isPresent() ? number.getAsInt() : null;
    }
    return value instanceof Instant || value instanceof Path ? value.toString() : value;
  }

  /** Prints the object on one line. */
  public String print() {
    try {
      return SafeText.json(JSON.writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the values of a JsonObject are JSON", e);
    }
  }
}

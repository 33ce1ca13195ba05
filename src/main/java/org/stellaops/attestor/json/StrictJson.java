package org.stellaops.attestor.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.StrictBase64;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * An untrusted JSON object in the encoding that the package documentation describes. All accessors
 * throw {@link MalformedException} if a value is missing or has the wrong type.
 */
public final class StrictJson {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_TOKENS = 500_000;
  private static final ObjectReader READER = reader();

  private final JsonNode node;
  private final String path;

  private StrictJson(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /**
   * Parses one object.
   *
   * @throws MalformedException if the bytes are not UTF-8, not JSON, not one object, nested deeper
   *     than 64 levels, have more than 500,000 tokens, or contain a duplicate name
   */
  public static StrictJson parse(byte[] bytes) {
    return object(tree(bytes), "");
  }

  private static JsonNode tree(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return READER.readTree(text);
    } catch (CharacterCodingException e) {
      throw new MalformedException("not UTF-8");
    } catch (JsonProcessingException e) {
      throw new MalformedException("invalid JSON: " + SafeText.excerpt(e.getOriginalMessage()));
    }
  }

  /**
   * Parses a list of objects, or one object.
   *
   * @throws MalformedException if the bytes are neither
   */
  public static List<StrictJson> parseAll(byte[] bytes) {
    JsonNode node = tree(bytes);
    if (!node.isArray()) {
      return List.of(object(node, ""));
    }
    return new StrictJson(JsonNodeFactory.instance.objectNode().set("all", node), "")
        .children("all");
  }

  /** The names of all fields in their order. */
  public List<String> fieldNames() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Whether the field exists and is not null. */
  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** Rejects fields with other names than these. */
  public void requireOnly(String... names) {
    Set<String> unknown = new TreeSet<>(fieldNames());
    unknown.removeAll(Set.of(names));
    if (!unknown.isEmpty()) {
      String first = unknown.iterator().next();
      throw new MalformedException(
          "unknown field: " + (path.isEmpty() ? "" : path + ".") + SafeText.excerpt(first));
    }
  }

  /** The object in this field. */
  public StrictJson child(String name) {
    return object(required(name), pathOf(name));
  }

  /** The object in this field, if it exists. */
  public Optional<StrictJson> optionalChild(String name) {
    return has(name) ? Optional.of(child(name)) : Optional.empty();
  }

  /** The objects in the list of this field; none if it is absent. */
  public List<StrictJson> children(String name) {
    return list(name, StrictJson::object);
  }

  /** The objects in the list of this field, at most this many; none if it is absent. */
  public List<StrictJson> children(String name, int max) {
    requireAtMost(name, max);
    return children(name);
  }

  /** The byte strings in the list of this field, at most this many; none if it is absent. */
  public List<byte[]> bytesList(String name, int max) {
    requireAtMost(name, max);
    return list(name, StrictJson::bytes);
  }

  /** The non-empty strings in the list of this field; none if it is absent. */
  public List<String> textList(String name) {
    return list(name, StrictJson::text);
  }

  /** The string or number in this field as text, not checked; empty if it is anything else. */
  public String rawText(String name) {
    JsonNode value = node.path(name);
    return value.isTextual() || value.isNumber() ? value.asText() : "";
  }

  /** The non-empty string in this field. */
  public String text(String name) {
    return text(required(name), pathOf(name));
  }

  /** The string in this field; empty if it is absent. */
  public String textOrEmpty(String name) {
    return has(name) && !node.get(name).equals(TextNode.valueOf("")) ? text(name) : "";
  }

  /** The time in this field, as {@code 2021-01-12T11:53:27Z}, with any offset. */
  public Instant instant(String name) {
    try {
      return OffsetDateTime.parse(text(name)).toInstant();
    } catch (DateTimeException e) {
      throw new MalformedException(pathOf(name) + " must be a time like 2021-01-12T11:53:27Z");
    }
  }

  /** The bytes in this field, at least one. */
  public byte[] bytes(String name) {
    return bytes(required(name), pathOf(name));
  }

  /** The number in this field, 0 to 2^63-1, a JSON string or number; 0 if it is absent. */
  public long number(String name) {
    if (!has(name)) {
      return 0;
    }
    JsonNode value = required(name);
    String text = value.isTextual() || value.isIntegralNumber() ? value.asText() : "?";
    if (text.matches("0|[1-9][0-9]{0,18}")) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new MalformedException(pathOf(name) + " must be less than 2^63");
      }
    }
    throw new MalformedException(pathOf(name) + " must be a decimal number");
  }

  private void requireAtMost(String name, int max) {
    if (node.path(name).size() > max) {
      throw new MalformedException(pathOf(name) + " must have at most " + max + " elements");
    }
  }

  private <T> List<T> list(String name, BiFunction<JsonNode, String, T> element) {
    if (!has(name)) {
      return List.of();
    }
    JsonNode list = required(name);
    if (!list.isArray()) {
      throw new MalformedException(pathOf(name) + " must be a list");
    }
    return IntStream.range(0, list.size())
        .mapToObj(i -> element.apply(list.get(i), pathOf(name) + "[" + i + "]"))
        .toList();
  }

  private JsonNode required(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      throw new MalformedException(pathOf(name) + " is missing");
    }
    return value;
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static StrictJson object(JsonNode node, String path) {
    if (!node.isObject()) {
      throw new MalformedException((path.isEmpty() ? "document" : path) + " must be a JSON object");
    }
    return new StrictJson(node, path);
  }

  private static String text(JsonNode value, String place) {
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new MalformedException(place + " must be a non-empty string");
    }
    return value.asText();
  }

  private static byte[] bytes(JsonNode value, String place) {
    try {
      return StrictBase64.decode(text(value, place));
    } catch (MalformedNoteException e) {
      throw new MalformedException(place + " must be canonical base64");
    }
  }

  private static ObjectReader reader() {
    ObjectMapper mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    // names from untrusted sources must not fill a table that all parsers share
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    return mapper.readerFor(JsonNode.class);
  }
}

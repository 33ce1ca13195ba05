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
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.StrictBase64;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * One JSON object from outside, read as protocol buffers write it: 64-bit numbers as strings, bytes
 * in base64, {@code null} and absence the same thing. Every name comes at most once, base64 has its
 * one canonical form, and numbers have no sign and no leading zeros. Messages name the place, as
 * {@code verificationMaterial.tlogEntries[0].logIndex}.
 */
public final class StrictJson {
  private static final int MAX_DEPTH = 64;
  private static final ObjectReader READER = reader();

  private final JsonNode node;
  private final String path;

  private StrictJson(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /**
   * The object that these bytes are.
   *
   * @throws MalformedException if they are not UTF-8, not JSON, not one object, or if a name comes
   *     twice anywhere in it
   */
  public static StrictJson parse(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonNode node = READER.readTree(text);
      return object(node, "");
    } catch (CharacterCodingException e) {
      throw new MalformedException("it is not UTF-8");
    } catch (JsonProcessingException e) {
      throw new MalformedException("it is not strict JSON: " + e.getOriginalMessage());
    }
  }

  /**
   * The objects of the list that these bytes are, or the one object.
   *
   * @throws MalformedException if they are neither
   */
  public static List<StrictJson> parseAll(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).stripLeading();
    if (!text.startsWith("[")) {
      return List.of(parse(bytes));
    }
    // one level of wrapping, so that there is one way to read
    byte[] wrapped = ("{\"all\":" + text + "}").getBytes(StandardCharsets.UTF_8);
    return parse(wrapped).children("all");
  }

  /** The names of all values, in their order. */
  public List<String> fieldNames() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Whether there is a value of this name that is not null. */
  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** Refuses every name but these. */
  public void requireOnly(String... names) {
    Set<String> unknown = new TreeSet<>();
    node.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(Set.of(names));
    if (!unknown.isEmpty()) {
      String first = unknown.iterator().next();
      throw new MalformedException(
          "nothing is known of "
              + pathOf(first.length() > 40 ? first.substring(0, 40) + "…" : first));
    }
  }

  /** The object of this name. */
  public StrictJson child(String name) {
    return object(required(name), pathOf(name));
  }

  /** The object of this name, if there is one. */
  public Optional<StrictJson> optionalChild(String name) {
    return has(name) ? Optional.of(child(name)) : Optional.empty();
  }

  /** The objects of the list of this name; none if it is absent. */
  public List<StrictJson> children(String name) {
    List<StrictJson> children = new ArrayList<>();
    int i = 0;
    for (JsonNode each : list(name)) {
      children.add(object(each, pathOf(name) + "[" + i++ + "]"));
    }
    return children;
  }

  /** The byte strings of the list of this name; none if it is absent. */
  public List<byte[]> bytesList(String name) {
    List<byte[]> all = new ArrayList<>();
    int i = 0;
    for (JsonNode each : list(name)) {
      all.add(bytes(each, pathOf(name) + "[" + i++ + "]"));
    }
    return all;
  }

  /** The texts of the list of this name, none empty; none if it is absent. */
  public List<String> textList(String name) {
    List<String> all = new ArrayList<>();
    int i = 0;
    for (JsonNode each : list(name)) {
      all.add(text(each, pathOf(name) + "[" + i++ + "]"));
    }
    return all;
  }

  /** What stands there if it is a text or a number, as text and unchecked; else empty. */
  public String rawText(String name) {
    JsonNode value = node.path(name);
    return value.isTextual() || value.isNumber() ? value.asText() : "";
  }

  /** The text of this name, not empty. */
  public String text(String name) {
    return text(required(name), pathOf(name));
  }

  /** The text of this name; empty if it is absent. */
  public String textOrEmpty(String name) {
    return has(name) && !required(name).asText().isEmpty() ? text(name) : "";
  }

  /** The bytes of this name, at least one. */
  public byte[] bytes(String name) {
    return bytes(required(name), pathOf(name));
  }

  /** A number from 0 to 2^63-1, as text or as a number; 0 if it is absent. */
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
        throw new MalformedException(pathOf(name) + " is not below 2^63");
      }
    }
    throw new MalformedException(pathOf(name) + " is not a decimal number");
  }

  private Iterable<JsonNode> list(String name) {
    if (!has(name)) {
      return List.of();
    }
    JsonNode list = required(name);
    if (!list.isArray()) {
      throw new MalformedException(pathOf(name) + " is not a list");
    }
    return list;
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
      throw new MalformedException((path.isEmpty() ? "it" : path) + " is not a JSON object");
    }
    return new StrictJson(node, path);
  }

  private static String text(JsonNode value, String place) {
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new MalformedException(place + " is not a text with something in it");
    }
    return value.asText();
  }

  private static byte[] bytes(JsonNode value, String place) {
    try {
      return StrictBase64.decode(text(value, place));
    } catch (MalformedNoteException e) {
      throw new MalformedException(place + " is not canonical base64");
    }
  }

  private static ObjectReader reader() {
    ObjectMapper mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    return mapper.readerFor(JsonNode.class);
  }
}

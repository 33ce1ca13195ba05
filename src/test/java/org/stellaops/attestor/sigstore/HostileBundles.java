package org.stellaops.attestor.sigstore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * Bundles that anybody can write, made from a good one: every value of its JSON is replaced by
 * values that parsers stumble over, and some bundles are built to exhaust the stack, the memory or
 * the time of a verifier, or to print a verdict of their own. The tests and {@code bin/trial
 * hostile-attestations} share this table.
 */
public final class HostileBundles {
  /** A green verdict in another line, a hidden rest, and a right-to-left override. */
  public static final String FORGERY =
      "x\u001b[1A\u001b[2K\u001b[32mverdict     good\u001b[8m\n"
          + "2026-11-30T18:00:00.000Z INFO attestor.attestations payroll.tar: good\r"
          + "\u009b2K\u202egnp.exe\u2028\u2029\u200b\u007f";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MATERIAL = "verificationMaterial";

  private final Map<String, byte[]> all = new LinkedHashMap<>();
  private final TestSigner signer;
  private final FakeLog log;

  private HostileBundles(TestSigner signer, FakeLog log) {
    this.signer = signer;
    this.log = log;
  }

  /**
   * The bundles by name, made from the bundle about artifact 1 of the log.
   *
   * @param flips number of further bundles with a random bit flipped
   */
  public static Map<String, byte[]> of(TestSigner signer, FakeLog log, int flips) {
    HostileBundles made = new HostileBundles(signer, log);
    made.replaceEachValue("json", made.good(), tree -> tree);
    made.replaceEachValue("body", made.body(), made::withBody);
    made.addText();
    made.addDer();
    made.addCounts();
    made.flip(flips);
    return made.all;
  }

  private ObjectNode good() {
    return read(signer.bundle(log, 1, log.size()));
  }

  private static ObjectNode read(byte[] json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode body() {
    return read(signer.entry(1));
  }

  private JsonNode withBody(JsonNode body) {
    ObjectNode bundle = good();
    entry(bundle).put("canonicalizedBody", base64(TestSigner.bytes(body)));
    return bundle;
  }

  private static ObjectNode entry(ObjectNode bundle) {
    return (ObjectNode) bundle.at("/verificationMaterial/tlogEntries/0");
  }

  /** Replaces each value of a tree by each replacement; the rest of the bundle stays good. */
  private void replaceEachValue(String name, ObjectNode tree, UnaryOperator<JsonNode> bundleOf) {
    for (String pointer : pointers(tree, "")) {
      replacements()
          .forEach((kind, value) -> {
            JsonNode copy = tree.deepCopy();
            set(copy, pointer, value);
            add(name + pointer.replace('/', '.') + "-" + kind, bundleOf.apply(copy));
          });
    }
  }

  private static List<String> pointers(JsonNode node, String path) {
    List<String> found = new ArrayList<>();
    if (!path.isEmpty()) {
      found.add(path);
    }
    if (node.isObject()) {
      node.fieldNames()
          .forEachRemaining(name -> found.addAll(pointers(node.get(name), path + "/" + name)));
    } else if (node.isArray()) {
      for (int i = 0; i < Math.min(1, node.size()); i++) {
        found.addAll(pointers(node.get(i), path + "/" + i));
      }
    }
    return found;
  }

  private static void set(JsonNode tree, String pointer, JsonNode value) {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = tree.at(pointer.substring(0, slash));
    String name = pointer.substring(slash + 1);
    if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(name), value);
    } else {
      ((ObjectNode) parent).set(name, value);
    }
  }

  private static Map<String, JsonNode> replacements() {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    List<Object> values =
        Arrays.asList(null, "", "\u0000", -1, "9223372036854775807", "9223372036854775808", true);
    values.forEach(value -> all.put("value" + all.size(), JSON.valueToTree(value)));
    all.put("list", JSON.createArrayNode());
    all.put("object", JSON.createObjectNode());
    all.put("forgery", JSON.valueToTree(FORGERY));
    all.put("forgery64", JSON.valueToTree(base64(FORGERY.getBytes(StandardCharsets.UTF_8))));
    all.put("surrogate", JSON.valueToTree("\ud800"));
    return all;
  }

  private void addText() {
    String text = new String(TestSigner.bytes(good()), StandardCharsets.UTF_8);
    add("empty", new byte[0]);
    add("zeros", new byte[100_000]);
    add("bom", "\ufeff" + text);
    add("utf-16", text.getBytes(StandardCharsets.UTF_16));
    add("invalid-utf-8", concat(text.getBytes(StandardCharsets.UTF_8), new byte[] {-1}));
    add("trailing", text + "{}");
    add("not-json", FORGERY);
    add("name-twice", text.replaceFirst("\\{", "{" + quoted(FORGERY, "1") + quoted(FORGERY, "2")));
    add("unknown-name", text.replaceFirst("\\{", "{" + quoted(FORGERY, "1")));
    add("huge-name", text.replaceFirst("\\{", "{" + quoted("n".repeat(1_000_000), "1")));
    add("huge-number", text.replaceFirst("\\{", "{" + quoted("n", "9".repeat(100_000))));
    add("huge-exponent", text.replaceFirst("\\{", "{" + quoted("n", "1e999999999")));
    add("deep-lists", text.replaceFirst("\\{", "{" + quoted("n", deep("[", "]", 100_000))));
    add("deep-objects", "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000));
    add(
        "many-values",
        text.replaceFirst("\\{", "{" + quoted("n", "[" + "{},".repeat(5_000_000) + "1]")));
    add("colliding-names", text.replaceFirst("\\{", "{" + collidingNames()));
    add("too-large", text + " ".repeat(17 * 1024 * 1024));
    for (int i = 1; i < 25; i++) {
      add("cut-" + i, text.substring(0, text.length() * i / 25));
    }
  }

  /** Names with the same hash in Java and in Jackson. */
  private static String collidingNames() {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 1 << 14; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 14; bit++) {
        name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      names.append(quoted(name.toString(), "1"));
    }
    return names.toString();
  }

  private static String quoted(String name, String value) {
    return JSON.valueToTree(name) + ":" + value + ",";
  }

  private void addDer() {
    Map<String, byte[]> elements = new LinkedHashMap<>();
    for (int depth : new int[] {31, 32, 33, 200, 5_000, 50_000}) {
      elements.put("sequences-" + depth, nested(0x30, depth));
    }
    elements.put("sets", nested(0x31, 5_000));
    elements.put("tags", nested(0xa0, 5_000));
    elements.put("octets", nested(0x24, 5_000));
    elements.put("indefinite", concat(repeated(20_000, 0x30, 0x80), repeated(20_000, 0, 0)));
    elements.put("unsorted-set", sequence(0x31, descending(60_000)));
    elements.put("huge-length", bytes(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0));
    elements.put("negative-length", bytes(0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0));
    elements.put("long-tag", concat(repeated(50_000, 0xbf), bytes(0)));
    elements.put("beyond-parent", bytes(0x30, 3, 0x30, 5, 0, 0));
    elements.put("many", sequence(0x30, repeated(100_000, 5, 0)));
    elements.put("many-arcs", sequence(0x30, sequence(6, repeated(60_000, 0x81, 0x01))));
    elements.put("huge-number", sequence(0x30, sequence(2, repeated(200_000, 0x7f))));
    elements.put("empty-sequence", bytes(0x30, 0));
    elements.put("one-byte", bytes(0x30));
    elements.put("text", FORGERY.getBytes(StandardCharsets.UTF_8));
    elements.forEach((name, der) -> {
      add("timestamp-" + name, material(all -> all.set("timestampVerificationData", stamp(der))));
      add("certificate-" + name, withCertificate("certificate", der));
      add("signature-" + name, signature(der));
      add("promise-" + name, promise(der, "1750000000"));
    });
  }

  private JsonNode stamp(byte[]... stamps) {
    ArrayNode list = JSON.createArrayNode();
    Stream.of(stamps)
        .forEach(der -> list.add(JSON.createObjectNode().put("signedTimestamp", base64(der))));
    return JSON.createObjectNode().set("rfc3161Timestamps", list);
  }

  private ObjectNode withCertificate(String field, byte[] der) {
    return material(all -> {
      all.remove("publicKey");
      all.set(field, JSON.createObjectNode().put("rawBytes", base64(der)));
    });
  }

  private ObjectNode signature(byte[] der) {
    ObjectNode bundle = good();
    ((ObjectNode) bundle.get("messageSignature")).put("signature", base64(der));
    return bundle;
  }

  private ObjectNode promise(byte[] signature, String time) {
    ObjectNode bundle = good();
    entry(bundle).putObject("inclusionPromise").put("signedEntryTimestamp", base64(signature));
    entry(bundle).put("integratedTime", time).putObject("kindVersion").put("kind", "hashedrekord");
    ((ObjectNode) entry(bundle).get("kindVersion")).put("version", "0.0.1");
    return bundle;
  }

  private void addCounts() {
    add("promise-year-292277026596", promise(new byte[64], "9223372036854775807"));
    add("promise-year-10000", promise(new byte[64], "253402300800"));
    add("entries-5000", material(all -> repeat((ArrayNode) all.get("tlogEntries"), 5_000)));
    add("entries-33", material(all -> repeat((ArrayNode) all.get("tlogEntries"), 33)));
    add(
        "timestamps-50000",
        material(all -> {
          byte[][] stamps = new byte[50_000][];
          Arrays.setAll(stamps, i -> new byte[] {0x30, 2, 2, (byte) i});
          all.set("timestampVerificationData", stamp(stamps));
        }));
    ObjectNode hashes = good();
    repeat((ArrayNode) entry(hashes).at("/inclusionProof/hashes"), 100_000);
    add("hashes-100000", hashes);
    ObjectNode note = good();
    ((ObjectNode) entry(note).at("/inclusionProof/checkpoint"))
        .put("envelope", "a\n".repeat(1_000_000) + "\n" + "— x AAAA\n".repeat(100_000));
    add("checkpoint-of-3-megabytes", note);
    String pem = "-----BEGIN PUBLIC KEY-----END PUBLIC KEY-----";
    ObjectNode body = read(TestSigner.bytes(Map.of("apiVersion", "0.0.1", "kind", "hashedrekord")));
    body.putObject("spec")
        .putObject("data")
        .putObject("hash")
        .put("algorithm", "sha256")
        .put("value", "0".repeat(64));
    ObjectNode signature = ((ObjectNode) body.get("spec")).putObject("signature");
    signature.put("content", "AAAA");
    signature
        .putObject("publicKey")
        .put("content", base64(pem.getBytes(StandardCharsets.US_ASCII)));
    ObjectNode overlap = (ObjectNode) withBody(body);
    ((ObjectNode) entry(overlap).get("kindVersion")).put("version", "0.0.1");
    add("pem-lines-that-overlap", overlap);
    for (String payload : List.of("{}", "[{}]", FORGERY, deep("[", "]", 50_000))) {
      ObjectNode envelope = good();
      envelope.remove("messageSignature");
      envelope
          .putObject("dsseEnvelope")
          .put("payloadType", "application/vnd.in-toto+json")
          .put("payload", base64(payload.getBytes(StandardCharsets.UTF_8)))
          .putArray("signatures")
          .addObject()
          .put("sig", "AAAA");
      add("payload-" + payload.length(), envelope);
    }
    ObjectNode type = good();
    type.remove("messageSignature");
    type.putObject("dsseEnvelope")
        .put("payloadType", FORGERY)
        .put("payload", "e30=")
        .putArray("signatures")
        .addObject()
        .put("sig", "AAAA");
    add("payload-type", type);
  }

  private static void repeat(ArrayNode list, int count) {
    JsonNode first = list.get(0);
    while (list.size() < count) {
      list.add(first.deepCopy());
    }
  }

  private ObjectNode material(Consumer<ObjectNode> change) {
    ObjectNode bundle = good();
    change.accept((ObjectNode) bundle.get(MATERIAL));
    return bundle;
  }

  /** Whether only what nobody signs is changed: the hint, the time without a promise. */
  public static boolean isUnsigned(String name) {
    return name.startsWith("json.verificationMaterial.publicKey")
        || name.startsWith("json.verificationMaterial.tlogEntries.0.integratedTime")
        || name.equals("json.messageSignature.messageDigest-value0");
  }

  private void flip(int count) {
    Random random = new Random(20);
    byte[] good = TestSigner.bytes(good());
    // the last part, after the hint and the time
    String signed = new String(good, StandardCharsets.UTF_8).split("\"canonicalizedBody\"", 2)[1];
    for (int i = 0; i < count; i++) {
      byte[] flipped = good.clone();
      int at = random.nextInt(signed.length());
      int bit = random.nextInt(8);
      flipped[good.length - 1 - at] ^= (byte) (1 << bit);
      add("flip-" + i + "-byte-" + at + "-bit-" + bit, flipped);
    }
  }

  private void add(String name, JsonNode bundle) {
    add(name, TestSigner.bytes(bundle));
  }

  private void add(String name, String bundle) {
    add(name, bundle.getBytes(StandardCharsets.UTF_8));
  }

  private void add(String name, byte[] bundle) {
    if (all.put(name, bundle) != null) {
      throw new IllegalStateException("two bundles are named " + name);
    }
  }

  private static String deep(String open, String close, int depth) {
    return open.repeat(depth) + close.repeat(depth);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] nested(int tag, int depth) {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    List<byte[]> all = new ArrayList<>();
    int length = 0;
    for (int i = 0; i < depth; i++) {
      byte[] header = header(tag, length);
      all.add(header);
      length += header.length;
    }
    for (int i = depth - 1; i >= 0; i--) {
      headers.writeBytes(all.get(i));
    }
    return headers.toByteArray();
  }

  private static byte[] sequence(int tag, byte[] content) {
    return concat(header(tag, content.length), content);
  }

  private static byte[] header(int tag, int length) {
    return length < 0x80
        ? bytes(tag, length)
        : bytes(tag, 0x83, length >> 16 & 0xff, length >> 8 & 0xff, length & 0xff);
  }

  private static byte[] descending(int count) {
    byte[] all = new byte[4 * count];
    for (int i = 0; i < count; i++) {
      int value = count - i;
      byte[] element = bytes(4, 2, value >> 8 & 0xff, value & 0xff);
      System.arraycopy(element, 0, all, 4 * i, 4);
    }
    return all;
  }

  private static byte[] repeated(int count, int... values) {
    byte[] all = new byte[count * values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) values[i % values.length];
    }
    return all;
  }

  private static byte[] bytes(int... values) {
    return repeated(1, values);
  }

  private static byte[] concat(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }
}

package org.stellaops.attestor.bundle.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stellaops.attestor.bundle.archive.BundleErrors;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The JSON encoding of the manifest. It is canonical: a parsed manifest must print to the same
 * bytes, so that unknown, missing and duplicate fields are errors.
 */
public final class ManifestJson {
  /**
   * The greatest size of a manifest; about twice that of one with the greatest number of files and
   * the longest paths. Anything larger is not parsed.
   */
  static final int MAX_BYTES = 1 << 20;

  static final String FORMAT = "stella-attestor/bundle/v1";
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ManifestJson() {}

  /** Encodes a manifest. */
  public static byte[] print(BundleManifest manifest) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("origin", manifest.origin().name());
    root.putObject("key").put("name", manifest.keyName()).put("id", manifest.keyId());
    put(root, manifest.head());
    put(root.putObject("base"), manifest.base());
    root.put("content", manifest.content().label());
    root.putObject("range").put("from", manifest.from()).put("to", manifest.to());
    root.put("minimumIndex", manifest.minimumIndex());
    root.putObject("volume").put("number", manifest.volume()).put("of", manifest.volumes());
    root.putObject("counts")
        .put("tiles", manifest.tiles())
        .put("entryBundles", manifest.entryBundles());
    ArrayNode files = root.putArray("files");
    manifest
        .files()
        .forEach(file ->
            files
                .addObject()
                .put("path", file.path())
                .put("bytes", file.bytes())
                .put("sha256", file.sha256()));
    byte[] bytes = (prettyPrint(root) + "\n").getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException("manifest too large: " + bytes.length + " bytes");
    }
    return bytes;
  }

  /**
   * The inverse of {@link #print}.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_bundle} if the bytes
   *     are anything else
   */
  public static BundleManifest parse(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw BundleErrors.rejected(
          "manifest too large: " + bytes.length + " bytes, limit " + MAX_BYTES);
    }
    try {
      BundleManifest manifest = read(JSON.readTree(bytes));
      if (!Arrays.equals(print(manifest), bytes)) {
        throw BundleErrors.rejected("manifest not in canonical form");
      }
      return manifest;
    } catch (IOException | MalformedException e) {
      throw BundleErrors.rejected("invalid manifest: " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    return e instanceof JsonProcessingException json
        ? json.getOriginalMessage().lines().findFirst().map(SafeText::quote).orElse("not JSON")
        : String.valueOf(e.getMessage());
  }

  private static BundleManifest read(JsonNode root) {
    String format = root.path("format").asText();
    if (!format.equals(FORMAT)) {
      throw new MalformedException(
          "unsupported format: " + SafeText.quote(format) + ", expected " + FORMAT);
    }
    List<MetadataFile> files = new ArrayList<>();
    for (JsonNode file : root.path("files")) {
      files.add(
          new MetadataFile(
              file.path("path").asText(),
              file.path("bytes").asLong(-1),
              file.path("sha256").asText()));
    }
    return new BundleManifest(
        new Origin(root.path("origin").asText()),
        root.path("key").path("name").asText(),
        root.path("key").path("id").asText(),
        head(root),
        head(root.path("base")),
        BundleContent.parse(root.path("content").asText()),
        root.path("range").path("from").asLong(-1),
        root.path("range").path("to").asLong(-1),
        root.path("minimumIndex").asLong(-1),
        root.path("volume").path("number").asInt(-1),
        root.path("volume").path("of").asInt(-1),
        root.path("counts").path("tiles").asLong(-1),
        root.path("counts").path("entryBundles").asLong(-1),
        files);
  }

  static void put(ObjectNode node, TreeHead head) {
    node.put("treeSize", head.size()).put("rootHash", head.root().toString());
  }

  static TreeHead head(JsonNode node) {
    return new TreeHead(
        node.path("treeSize").asLong(-1), Hash.fromBase64(node.path("rootHash").asText()));
  }

  private static String prettyPrint(JsonNode root) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    try {
      return SafeText.json(JSON.writer(printer).writeValueAsString(root));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes is JSON", e);
    }
  }
}

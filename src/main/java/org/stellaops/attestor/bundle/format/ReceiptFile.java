package org.stellaops.attestor.bundle.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.note.SignedNote;

/** The JSON file format of receipts, specified in {@code docs/bundle-format.md}, section 11. */
public final class ReceiptFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 1 << 16;

  private ReceiptFile() {}

  /** Encodes a receipt. */
  public static byte[] print(Receipt receipt) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", Receipt.FORMAT);
    root.put("origin", receipt.origin().name());
    root.put("bundle", receipt.bundleSha256());
    ManifestJson.put(root.putObject("mirrored"), receipt.mirrored());
    ManifestJson.put(root.putObject("pending"), receipt.pending());
    root.put("importedAt", receipt.importedAt().toString());
    root.put("note", receipt.note().map(SignedNote::toString).orElse(null));
    try {
      return SafeText.json(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes is JSON", e);
    }
  }

  /**
   * Reads a receipt.
   *
   * @throws AttestorException with {@code configuration} if the file is not a receipt or cannot be
   *     read
   */
  public static Receipt read(Path file) {
    return read(file, () -> Files.newInputStream(file));
  }

  /** Reads a receipt that a source opens; the path has the name for messages. */
  public static Receipt read(Path file, BundleSource source) {
    try (InputStream in = source.open()) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new IOException("file too large");
      }
      return parse(JSON.readTree(content));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          file + ": invalid receipt: " + e.getMessage(),
          "give a receipt written by stella attestor import, or a tree size",
          e);
    }
  }

  private static Receipt parse(JsonNode root) throws IOException {
    if (!root.path("format").asText().equals(Receipt.FORMAT)) {
      throw new IOException("format is not " + Receipt.FORMAT);
    }
    JsonNode note = root.path("note");
    return new Receipt(
        new Origin(root.path("origin").asText()),
        root.path("bundle").asText(),
        ManifestJson.head(root.path("mirrored")),
        ManifestJson.head(root.path("pending")),
        Instant.parse(root.path("importedAt").asText()),
        note.isTextual()
            ? Optional.of(SignedNote.parse(note.asText().getBytes(StandardCharsets.UTF_8)))
            : Optional.empty());
  }
}

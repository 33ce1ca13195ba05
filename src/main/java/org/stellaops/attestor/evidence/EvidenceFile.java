package org.stellaops.attestor.evidence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/** Writes and reads evidence. The form is described with the package. */
public final class EvidenceFile {
  static final String FIRST_LINE = "stella-attestor evidence 1";
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final String CHECKSUM = "sha256 ";

  private EvidenceFile() {}

  /** The file's content. */
  public static byte[] print(Evidence evidence) {
    StringBuilder text = new StringBuilder();
    line(text, FIRST_LINE);
    line(text, "kind " + evidence.kind().word());
    line(text, "origin " + evidence.origin());
    line(text, "backend " + evidence.backend());
    line(text, "detected " + evidence.detectedAt());
    line(text, "source " + evidence.source());
    line(text, "known " + base64(evidence.known().raw()));
    line(text, "shown " + base64(evidence.shown().raw()));
    evidence.tiles().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().path()))
        .forEach(entry -> line(text, tile(entry)));
    evidence.proof().ifPresent(proof -> proof(text, proof));
    line(text, CHECKSUM + sha256(text.toString().getBytes(StandardCharsets.UTF_8)));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The inverse of {@link #print}. Says nothing of whether the evidence convinces; {@link
   * Evidence#verify} does.
   *
   * @throws AttestorException with {@code invalid_note} if a byte is not as it was printed
   */
  public static Evidence parse(byte[] content) {
    if (content.length > MAX_BYTES) {
      throw refused("it has more than " + MAX_BYTES + " bytes");
    }
    try {
      Evidence evidence = new EvidenceLines(new String(content, StandardCharsets.UTF_8)).read();
      // one spelling: whatever is read leniently somewhere below prints differently here
      if (Arrays.equals(print(evidence), content)) {
        return evidence;
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
    throw refused("it was changed after it was written, or was not written by this program");
  }

  private static void proof(StringBuilder text, ConsistencyProof proof) {
    line(text, "consistency " + proof.from() + " " + proof.to());
    proof.hashes().forEach(hash -> line(text, "hash " + hash));
  }

  private static String tile(Map.Entry<Tile, TileHashes> entry) {
    return "tile " + entry.getKey().path() + " " + base64(entry.getValue().bytes());
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static AttestorException refused(String why) {
    return new AttestorException(
        Failure.INVALID_NOTE,
        "this is no evidence file: " + why,
        "ask for the file as 'stella attestor evidence export' wrote it");
  }
}

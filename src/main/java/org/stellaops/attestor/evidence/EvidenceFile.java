package org.stellaops.attestor.evidence;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Sha256;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/** Prints and parses evidence files. The package documentation describes the format. */
public final class EvidenceFile {
  static final String FIRST_LINE = "stella-attestor evidence 1";
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final String CHECKSUM = "sha256 ";

  private EvidenceFile() {}

  /** Returns the content of the file. */
  public static byte[] print(Evidence evidence) {
    StringBuilder text = new StringBuilder();
    appendLine(text, FIRST_LINE);
    appendLine(text, "kind " + evidence.kind().label());
    appendLine(text, "origin " + evidence.origin());
    appendLine(text, "backend " + evidence.backend());
    appendLine(text, "detected " + evidence.detectedAt());
    appendLine(text, "source " + evidence.source());
    appendLine(text, "known " + base64(evidence.known().raw()));
    appendLine(text, "shown " + base64(evidence.shown().raw()));
    evidence.tiles().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().path()))
        .forEach(entry -> appendLine(text, tileLine(entry)));
    evidence.proof().ifPresent(proof -> appendProof(text, proof));
    appendLine(text, CHECKSUM + Sha256.hex(text.toString().getBytes(StandardCharsets.UTF_8)));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The inverse of {@link #print}. Does not verify the evidence; see {@link Evidence#verify}.
   *
   * @throws AttestorException with {@code invalid_note} if any byte differs from the printed form
   */
  public static Evidence parse(byte[] content) {
    if (content.length > MAX_BYTES) {
      throw invalid("it is larger than " + MAX_BYTES + " bytes");
    }
    try {
      Evidence evidence = new Parser(new String(content, StandardCharsets.UTF_8)).parse();
      // only the canonical form is accepted: anything parsed leniently prints differently
      if (Arrays.equals(print(evidence), content)) {
        return evidence;
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
    throw invalid("it was changed, or was not written by this program");
  }

  private static void appendProof(StringBuilder text, ConsistencyProof proof) {
    appendLine(text, "consistency " + proof.from() + " " + proof.to());
    proof.hashes().forEach(hash -> appendLine(text, "hash " + hash));
  }

  private static String tileLine(Map.Entry<Tile, TileHashes> entry) {
    return "tile " + entry.getKey().path() + " " + base64(entry.getValue().bytes());
  }

  private static void appendLine(StringBuilder text, String line) {
    text.append(line).append('\n');
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static AttestorException invalid(String reason) {
    return new AttestorException(
        Failure.INVALID_NOTE,
        "not an evidence file: " + reason,
        "get an unchanged copy of the file that 'stella attestor evidence export' wrote");
  }

  /** Parses the lines of an evidence file. Every problem is an IllegalArgumentException. */
  private static final class Parser {
    private final String[] lines;
    private int next;

    Parser(String text) {
      this.lines = text.split("\n", -1);
    }

    Evidence parse() {
      if (!nextLine().equals(FIRST_LINE)) {
        throw new IllegalArgumentException("the first line is not '" + FIRST_LINE + "'");
      }
      Failure kind = Failure.valueOf(field("kind").toUpperCase(Locale.ROOT));
      Origin origin = new Origin(field("origin"));
      String backend = field("backend");
      Instant detectedAt = Instant.parse(field("detected"));
      String source = field("source");
      SignedNote known = note(field("known"));
      SignedNote shown = note(field("shown"));
      return new Evidence(
          kind, origin, backend, detectedAt, source, known, shown, tiles(), proof());
    }

    private Optional<ConsistencyProof> proof() {
      if (next >= lines.length || !lines[next].startsWith("consistency ")) {
        return Optional.empty();
      }
      String[] sizes = field("consistency").split(" ", -1);
      if (sizes.length != 2) {
        throw new IllegalArgumentException("a consistency proof must have two sizes");
      }
      List<Hash> hashes = new ArrayList<>();
      while (next < lines.length && lines[next].startsWith("hash ")) {
        hashes.add(Hash.fromBase64(field("hash")));
      }
      return Optional.of(
          new ConsistencyProof(Long.parseLong(sizes[0]), Long.parseLong(sizes[1]), hashes));
    }

    private Map<Tile, TileHashes> tiles() {
      Map<Tile, TileHashes> tiles = new HashMap<>();
      while (next < lines.length && lines[next].startsWith("tile ")) {
        String[] words = field("tile").split(" ", 2);
        if (words.length < 2 || !(Resource.parse(words[0]) instanceof Tile tile)) {
          throw new IllegalArgumentException("a 'tile' line does not have the path of a tile");
        }
        tiles.put(tile, TileHashes.read(tile, Base64.getDecoder().decode(words[1])));
      }
      return tiles;
    }

    private static SignedNote note(String base64) {
      return SignedNote.parse(Base64.getDecoder().decode(base64));
    }

    private String field(String name) {
      String line = nextLine();
      if (!line.startsWith(name + " ")) {
        throw new IllegalArgumentException("line " + next + " does not begin with '" + name + "'");
      }
      return line.substring(name.length() + 1);
    }

    private String nextLine() {
      if (next >= lines.length) {
        throw new IllegalArgumentException("it is truncated");
      }
      return lines[next++];
    }
  }
}

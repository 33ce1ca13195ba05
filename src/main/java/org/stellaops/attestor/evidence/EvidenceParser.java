package org.stellaops.attestor.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/** Parses the lines of an evidence file. Every problem is an IllegalArgumentException. */
final class EvidenceParser {
  private final String[] lines;
  private int next;

  EvidenceParser(String text) {
    this.lines = text.split("\n", -1);
  }

  Evidence parse() {
    if (!nextLine().equals(EvidenceFile.FIRST_LINE)) {
      throw new IllegalArgumentException("the first line is not '" + EvidenceFile.FIRST_LINE + "'");
    }
    Failure kind = Failure.valueOf(field("kind").toUpperCase(Locale.ROOT));
    Origin origin = new Origin(field("origin"));
    String backend = field("backend");
    Instant detectedAt = Instant.parse(field("detected"));
    String source = field("source");
    SignedNote known = note(field("known"));
    SignedNote shown = note(field("shown"));
    return new Evidence(kind, origin, backend, detectedAt, source, known, shown, tiles(), proof());
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

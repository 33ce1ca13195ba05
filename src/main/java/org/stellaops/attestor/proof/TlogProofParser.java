package org.stellaops.attestor.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.StrictBase64;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;

/** Parses a tlog-proof. Every problem is an IllegalArgumentException. */
final class TlogProofParser {
  static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
  static final String EXTRA = "extra ";
  static final String INDEX = "index ";

  private static final int MAX_HASHES = 63;

  private final byte[] content;
  private int position;

  TlogProofParser(byte[] content) {
    this.content = content;
  }

  TlogProof parse() {
    if (!nextLine().equals(FIRST_LINE)) {
      throw new MalformedException("the first line is not '" + FIRST_LINE + "'");
    }
    String line = nextLine();
    Optional<byte[]> extra = Optional.empty();
    if (line.startsWith(EXTRA)) {
      extra = Optional.of(StrictBase64.decode(line.substring(EXTRA.length())));
      line = nextLine();
    }
    long index = index(line);
    List<Hash> hashes = hashes();
    SignedNote note = SignedNote.parse(Arrays.copyOfRange(content, position, content.length));
    long size = Checkpoint.parse(note.text()).head().size();
    return TlogProof.of(extra, new InclusionProof(index, size, hashes), note);
  }

  private static long index(String line) {
    if (!line.matches("index (0|[1-9][0-9]{0,18})")) {
      throw new MalformedException("the index line must be 'index' and a decimal number");
    }
    try {
      return Long.parseLong(line.substring(INDEX.length()));
    } catch (NumberFormatException e) {
      throw new MalformedException("the index must be below 2^63");
    }
  }

  private List<Hash> hashes() {
    List<Hash> hashes = new ArrayList<>();
    for (String line = nextLine(); !line.isEmpty(); line = nextLine()) {
      if (hashes.size() == MAX_HASHES) {
        throw new MalformedException("a proof must not have more than " + MAX_HASHES + " hashes");
      }
      hashes.add(Hash.fromBase64(line));
    }
    return hashes;
  }

  /**
   * The next line without its line feed. The checkpoint after the blank line is handled as bytes.
   */
  private String nextLine() {
    int end = position;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    if (end == content.length) {
      throw new MalformedException("it is truncated");
    }
    String line = new String(content, position, end - position, StandardCharsets.US_ASCII);
    position = end + 1;
    return line;
  }

  static String base64(byte[] bytes) {
    return StrictBase64.encode(bytes);
  }
}

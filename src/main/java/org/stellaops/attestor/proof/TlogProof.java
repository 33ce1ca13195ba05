package org.stellaops.attestor.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.StrictBase64;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Rfc6962;

/**
 * An inclusion proof with its signed checkpoint, see <a
 * href="https://c2sp.org/tlog-proof">c2sp.org/tlog-proof</a>. It is not verified until {@link
 * #verify} is called.
 *
 * @param extra extra data, at least one byte; empty for none
 * @param inclusion inclusion proof for the size of the checkpoint
 * @param note the signed note of the checkpoint
 */
public record TlogProof(Optional<byte[]> extra, InclusionProof inclusion, SignedNote note) {
  /** The maximum size of a file: 2 MiB. */
  public static final int MAX_BYTES = 2 * 1024 * 1024;

  /** Rejects different sizes, empty extra data, and a note that is not a checkpoint. */
  public TlogProof {
    if (Checkpoint.parse(note.text()).head().size() != inclusion.size()) {
      throw new MalformedException("the size of the proof does not match the checkpoint");
    }
    if (extra.isPresent() && extra.get().length == 0) {
      throw new MalformedException("extra data must not be empty");
    }
    extra = extra.map(byte[]::clone);
  }

  /**
   * The inverse of {@link #print}.
   *
   * @throws AttestorException with {@code invalid_note} for anything but the canonical form
   */
  public static TlogProof parse(byte[] content) {
    try {
      if (content.length > MAX_BYTES) {
        throw new MalformedException("it is larger than " + MAX_BYTES + " bytes");
      }
      TlogProof proof = new Parser(content).parse();
      // only the canonical form is accepted: anything parsed leniently prints differently
      if (!Arrays.equals(proof.print(), content)) {
        throw new MalformedException("it is not in canonical form");
      }
      return proof;
    } catch (IllegalArgumentException e) {
      throw new AttestorException(
          Failure.INVALID_NOTE,
          "not a tlog-proof: " + e.getMessage(),
          "get an unchanged copy of the file, in the format of c2sp.org/tlog-proof",
          e);
    }
  }

  /** Returns the content of the file. */
  public byte[] print() {
    StringBuilder text = new StringBuilder(Parser.FIRST_LINE).append('\n');
    extra.ifPresent(
        bytes -> text.append(Parser.EXTRA).append(StrictBase64.encode(bytes)).append('\n'));
    text.append(Parser.INDEX).append(inclusion.index()).append('\n');
    inclusion.hashes().forEach(hash -> text.append(hash).append('\n'));
    return text.append('\n').append(note).toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Verifies that the log has signed the checkpoint and that the leaf is in its tree.
   *
   * @param log the expected origin and key
   * @return the checkpoint, now known to be the log's
   * @throws AttestorException as {@link LogIdentity#open} does; with {@code not_included} if the
   *     proof does not lead from the leaf to the signed root
   */
  public SignedCheckpoint verify(LogIdentity log, Hash leafHash) {
    SignedCheckpoint checkpoint = log.open(note.raw(), List.of());
    if (!isProofFor(leafHash)) {
      throw new AttestorException(
          Failure.NOT_INCLUDED,
          "the proof does not lead from the entry to the signed root: it is not entry "
              + inclusion.index()
              + " of '"
              + log.origin()
              + "'",
          "check that the entry is byte for byte the one that the proof was created for");
    }
    return checkpoint;
  }

  /**
   * The leaf hash in the extra data, which may be the entry or its leaf hash; empty if the proof
   * does not lead from either to the root. Whether the root is the log's is checked by {@link
   * #verify}.
   */
  public Optional<Hash> embeddedLeafHash() {
    return extra
        .map(bytes ->
            Stream.concat(
                Stream.of(Rfc6962.leaf(bytes)),
                bytes.length == Hash.BYTES ? Stream.of(Hash.of(bytes)) : Stream.empty()))
        .flatMap(candidates -> candidates.filter(this::isProofFor).findFirst());
  }

  private boolean isProofFor(Hash leafHash) {
    return inclusion.rootFor(leafHash).equals(checkpoint().head().root());
  }

  /** The head of the checkpoint; not verified. */
  public Checkpoint checkpoint() {
    return Checkpoint.parse(note.text());
  }

  /** The origin of the checkpoint; not verified. */
  public Origin origin() {
    return checkpoint().origin();
  }

  /** A copy of the extra data; empty if there is none. */
  @Override
  public Optional<byte[]> extra() {
    return extra.map(byte[]::clone);
  }

  /** Parses a tlog-proof. Throws an IllegalArgumentException for every problem. */
  private static final class Parser {
    static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
    static final String EXTRA = "extra ";
    static final String INDEX = "index ";

    private static final int MAX_HASHES = 63;

    private final byte[] content;
    private int position;

    Parser(byte[] content) {
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
      return new TlogProof(extra, new InclusionProof(index, size, hashes), note);
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
  }
}

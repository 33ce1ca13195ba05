package org.stellaops.attestor.proof;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Proof that an old head of a log without tiles is a prefix of a later, accepted checkpoint. It can
 * be verified offline with the log's key alone.
 *
 * @param from the old head
 * @param proof the consistency proof between the two sizes
 * @param note the signed note of the later checkpoint
 */
public record HeadAnchor(TreeHead from, ConsistencyProof proof, SignedNote note) {
  private static final String FIRST_LINE = "stella-attestor anchor 1";
  private static final String FROM = "from ";
  private static final int MAX_BYTES = 1 << 19;

  /** Rejects a proof between other sizes. */
  public HeadAnchor {
    if (proof.from() != from.size() || proof.to() != Checkpoint.parse(note.text()).head().size()) {
      throw new MalformedException("the sizes of the proof do not match the heads");
    }
  }

  /** The origin in the note. */
  public Origin origin() {
    return Checkpoint.parse(note.text()).origin();
  }

  /**
   * Verifies the anchor with the log's key.
   *
   * @return the later checkpoint, now known to extend the old head
   * @throws AttestorException as {@link LogIdentity#open} does; with {@code bad_proof} if the proof
   *     does not lead from the old root to the signed one
   */
  public SignedCheckpoint verify(LogIdentity log) {
    SignedCheckpoint later = log.open(note.raw(), List.of());
    if (!proof.proves(from.root(), later.head().root())) {
      throw new AttestorException(
          Failure.BAD_PROOF,
          "the anchor of size "
              + from.size()
              + " does not lead to the root of the checkpoint in it",
          "the file was changed; create it again with: stella attestor anchor add");
    }
    return later;
  }

  /** Returns the content of the file. */
  public byte[] print() {
    StringBuilder text = new StringBuilder();
    text.append(FIRST_LINE).append('\n').append(FROM).append(from).append('\n');
    proof.hashes().forEach(hash -> text.append(hash).append('\n'));
    return text.append('\n').append(note).toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The inverse of {@link #print}. Does not verify the anchor; see {@link #verify}.
   *
   * @throws AttestorException with {@code bad_proof} for anything but the canonical form
   */
  public static HeadAnchor parse(byte[] content) {
    try {
      HeadAnchor anchor = read(content);
      if (Arrays.equals(anchor.print(), content)) {
        return anchor;
      }
      throw new MalformedException("it is not in canonical form");
    } catch (IllegalArgumentException e) {
      throw new AttestorException(
          Failure.BAD_PROOF,
          "not an anchor file: " + e.getMessage(),
          "get an unchanged copy of the file that 'stella attestor anchor add' wrote",
          e);
    }
  }

  /** Like {@link #parse}, but empty instead of an exception. */
  public static Optional<HeadAnchor> tryParse(byte[] content) {
    try {
      return Optional.of(parse(content));
    } catch (AttestorException e) {
      return Optional.empty();
    }
  }

  private static HeadAnchor read(byte[] content) {
    if (content.length > MAX_BYTES) {
      throw new MalformedException("it is larger than " + MAX_BYTES + " bytes");
    }
    String text = new String(content, StandardCharsets.UTF_8);
    int blankLine = text.indexOf("\n\n");
    String[] lines = blankLine < 0 ? new String[0] : text.substring(0, blankLine).split("\n", -1);
    if (lines.length < 2 || !lines[0].equals(FIRST_LINE) || !lines[1].startsWith(FROM)) {
      throw new MalformedException("it does not start with '" + FIRST_LINE + "' and a head");
    }
    String[] head = lines[1].substring(FROM.length()).split(" ", -1);
    if (head.length != 2 || !head[0].matches("[1-9][0-9]{0,18}")) {
      throw new MalformedException("a head must be a size and a root");
    }
    TreeHead from = new TreeHead(Long.parseLong(head[0]), Hash.fromBase64(head[1]));
    List<Hash> hashes = Arrays.stream(lines).skip(2).map(Hash::fromBase64).toList();
    SignedNote note =
        SignedNote.parse(text.substring(blankLine + 2).getBytes(StandardCharsets.UTF_8));
    long to = Checkpoint.parse(note.text()).head().size();
    return new HeadAnchor(from, new ConsistencyProof(from.size(), to, hashes), note);
  }
}

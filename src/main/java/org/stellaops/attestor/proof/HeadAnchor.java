package org.stellaops.attestor.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
 * Ties an old head of a log without tiles to a later checkpoint that was accepted, so that whoever
 * is offline can tell that both are of one history. Everything that is needed is in it but the
 * log's key.
 *
 * @param from the old head
 * @param proof that the tree of the checkpoint begins with it
 * @param note the later checkpoint, as the log signed it
 */
public record HeadAnchor(TreeHead from, ConsistencyProof proof, SignedNote note) {
  private static final String FIRST_LINE = "stella-attestor anchor 1";
  private static final String FROM = "from ";
  private static final int MAX_BYTES = 1 << 19;

  /** Refuses a proof between other sizes. */
  public HeadAnchor {
    if (proof.from() != from.size() || proof.to() != Checkpoint.parse(note.text()).head().size()) {
      throw new MalformedException("the proof is between other sizes than the heads have");
    }
  }

  /** The log, as the note says. */
  public Origin origin() {
    return Checkpoint.parse(note.text()).origin();
  }

  /**
   * Checks it with nothing but itself and the log's key.
   *
   * @return the later checkpoint, of which the old head is known to be the beginning
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
          "the file was changed; get it anew with: stella attestor anchor add");
    }
    return later;
  }

  /** The file's content. */
  public byte[] print() {
    StringBuilder text = new StringBuilder();
    text.append(FIRST_LINE).append('\n').append(FROM).append(from).append('\n');
    proof.hashes().forEach(hash -> text.append(hash).append('\n'));
    byte[] head = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    byte[] raw = note.raw();
    byte[] content = Arrays.copyOf(head, head.length + raw.length);
    System.arraycopy(raw, 0, content, head.length, raw.length);
    return content;
  }

  /**
   * The inverse of {@link #print}. Says nothing of whether it is true; {@link #verify} does.
   *
   * @throws AttestorException with {@code bad_proof} for every other spelling
   */
  public static HeadAnchor parse(byte[] content) {
    try {
      HeadAnchor anchor = read(content);
      if (Arrays.equals(anchor.print(), content)) {
        return anchor;
      }
      throw new MalformedException("it is not in its one form");
    } catch (IllegalArgumentException e) {
      throw new AttestorException(
          Failure.BAD_PROOF,
          "this is no anchor: " + e.getMessage(),
          "ask for the file as 'stella attestor anchor add' wrote it",
          e);
    }
  }

  /** The same; empty for what {@link #parse} refuses. */
  public static Optional<HeadAnchor> tryParse(byte[] content) {
    try {
      return Optional.of(parse(content));
    } catch (AttestorException e) {
      return Optional.empty();
    }
  }

  private static HeadAnchor read(byte[] content) {
    if (content.length > MAX_BYTES) {
      throw new MalformedException("it has more than " + MAX_BYTES + " bytes");
    }
    String text = new String(content, StandardCharsets.UTF_8);
    int blankLine = text.indexOf("\n\n");
    String[] lines = blankLine < 0 ? new String[0] : text.substring(0, blankLine).split("\n", -1);
    if (lines.length < 2 || !lines[0].equals(FIRST_LINE) || !lines[1].startsWith(FROM)) {
      throw new MalformedException("it does not begin with '" + FIRST_LINE + "' and a head");
    }
    String[] head = lines[1].substring(FROM.length()).split(" ", -1);
    if (head.length != 2 || !head[0].matches("[1-9][0-9]{0,18}")) {
      throw new MalformedException("a head is a size and a root");
    }
    TreeHead from = new TreeHead(Long.parseLong(head[0]), Hash.fromBase64(head[1]));
    List<Hash> hashes = new ArrayList<>();
    for (int i = 2; i < lines.length; i++) {
      hashes.add(Hash.fromBase64(lines[i]));
    }
    SignedNote note =
        SignedNote.parse(text.substring(blankLine + 2).getBytes(StandardCharsets.UTF_8));
    long to = Checkpoint.parse(note.text()).head().size();
    return new HeadAnchor(from, new ConsistencyProof(from.size(), to, hashes), note);
  }
}

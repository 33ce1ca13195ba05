package org.stellaops.attestor.checkpoint;

import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * A checkpoint whose note was verified with the log's key. Create one from untrusted bytes with
 * {@link LogIdentity#open} only.
 *
 * @param note the original note
 * @param checkpoint its parsed text
 */
public record SignedCheckpoint(SignedNote note, Checkpoint checkpoint) {
  /** Rejects a note with another text. */
  public SignedCheckpoint {
    if (!note.text().equals(checkpoint.text())) {
      throw new IllegalArgumentException("the note has another text than " + checkpoint);
    }
  }

  public Origin origin() {
    return checkpoint.origin();
  }

  public TreeHead head() {
    return checkpoint.head();
  }

  @Override
  public String toString() {
    return origin() + " at " + head();
  }
}

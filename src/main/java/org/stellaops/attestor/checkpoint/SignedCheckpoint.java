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
      throw new IllegalArgumentException("the text of the note is not " + checkpoint);
    }
  }

  /** The log. */
  public Origin origin() {
    return checkpoint.origin();
  }

  /** The tree size and root hash. */
  public TreeHead head() {
    return checkpoint.head();
  }

  @Override
  public String toString() {
    return origin() + " at " + head();
  }
}

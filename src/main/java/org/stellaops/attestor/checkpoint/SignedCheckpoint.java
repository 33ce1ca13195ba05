package org.stellaops.attestor.checkpoint;

import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * A checkpoint whose note was opened with the log's key: whoever makes one from foreign bytes does
 * what {@link LogIdentity#open} does. The note stays as it came.
 *
 * @param note the note, byte for byte
 * @param checkpoint what its text says
 */
public record SignedCheckpoint(SignedNote note, Checkpoint checkpoint) {
  /** Refuses a note with another text. */
  public SignedCheckpoint {
    if (!note.text().equals(checkpoint.text())) {
      throw new IllegalArgumentException("the note does not say " + checkpoint);
    }
  }

  /** The log. */
  public Origin origin() {
    return checkpoint.origin();
  }

  /** Size and root. */
  public TreeHead head() {
    return checkpoint.head();
  }

  @Override
  public String toString() {
    return origin() + " at " + head();
  }
}

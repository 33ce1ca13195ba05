package org.stellaops.attestor.mirror.lookup;

import java.util.Locale;
import java.util.Optional;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.MirroredHead;

/**
 * How the checkpoint of an attestation stands to the history that is mirrored here. That it
 * contradicts it is no anchor but a {@link ContradictionException}.
 *
 * @param state the answer
 * @param backend the id of the backend whose log it is; empty if no backend has this log
 * @param mirror what was compared with; empty where nothing of the log is mirrored
 * @param reason one sentence that says why, and what would help where it is not anchored
 */
public record MirrorMatch(
    State state, Optional<String> backend, Optional<MirroredHead> mirror, String reason) {

  /** The possible answers. */
  public enum State {
    /** Its tree is a prefix of the mirrored one, and the entry is at its place in both. */
    ANCHORED,
    /** Its tree is larger than the mirrored one; what the mirror holds does not contradict it. */
    BEYOND_MIRROR,
    /** No backend follows the log, or nothing of it is mirrored yet. */
    NOT_MIRRORED,
    /** The log is followed, and nothing that is kept of it reaches this checkpoint. */
    NOT_ANCHORED;

    /** The word for JSON and messages: lower case with underscores, as {@code beyond_mirror}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the entry is in the log that is mirrored here. */
  public boolean isAnchored() {
    return state == State.ANCHORED;
  }
}

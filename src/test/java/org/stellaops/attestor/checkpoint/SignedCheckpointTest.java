package org.stellaops.attestor.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.note.RealNotes.bytes;

import org.junit.jupiter.api.Test;
import org.stellaops.attestor.note.RealNotes;
import org.stellaops.attestor.note.SignedNote;

class SignedCheckpointTest {
  private final SignedNote note = SignedNote.parse(bytes(RealNotes.REKOR_V2));

  @Test
  void returnsOriginAndSize() {
    assertThat(new SignedCheckpoint(note, Checkpoint.parse(note.text())))
        .hasToString(
            "log2025-1.rekor.sigstore.dev at 4855115 gDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpw=");
  }

  @Test
  void rejectsCheckpointThatDiffersFromNote() {
    Checkpoint other = Checkpoint.parse(note.text().replace("4855115", "4855116"));

    assertThatThrownBy(() -> new SignedCheckpoint(note, other))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

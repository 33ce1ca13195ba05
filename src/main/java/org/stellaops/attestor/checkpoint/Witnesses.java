package org.stellaops.attestor.checkpoint;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.BadSignatureException;
import org.stellaops.attestor.note.WitnessKey;

/**
 * Those whose cosignatures under a log's checkpoints count. A log need not be witnessed, so a
 * checkpoint without any is good; a line that claims one of these keys and does not verify condemns
 * the note. Their times are the only ones that are signed with a checkpoint of today.
 *
 * @param keys of Ed25519 witnesses
 */
public record Witnesses(List<WitnessKey> keys) {
  /** Nobody's cosignature counts. */
  public static final Witnesses NONE = new Witnesses(List.of());

  /** Keeps the keys as they are now. */
  public Witnesses {
    keys = List.copyOf(keys);
  }

  /**
   * The latest cosignature; empty if there is none.
   *
   * @throws AttestorException with {@code bad_signature} if a line claims a witness and lies
   */
  public Optional<Cosignature> latestCosignature(SignedCheckpoint checkpoint) {
    return keys.stream()
        .flatMap(key ->
            cosignatureTime(key, checkpoint).map(at -> new Cosignature(key.name(), at)).stream())
        .max(Comparator.comparing(Cosignature::timestamp));
  }

  private static Optional<Instant> cosignatureTime(WitnessKey key, SignedCheckpoint checkpoint) {
    try {
      return key.cosignatureTime(checkpoint.note());
    } catch (BadSignatureException e) {
      throw new AttestorException(
          Failure.BAD_SIGNATURE,
          "the cosignature that claims the witness "
              + key.name()
              + "+"
              + key.keyId()
              + " does not verify",
          "compare witnessKeys with what the witness has published, and the checkpoint with what"
              + " another network is shown",
          e);
    }
  }
}

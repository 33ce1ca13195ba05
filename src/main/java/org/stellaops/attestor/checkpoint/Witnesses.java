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
 * The trusted witnesses of a log. Cosignatures are optional, but an invalid cosignature by a
 * trusted witness rejects the checkpoint. Their times are the only signed ones of a checkpoint.
 *
 * @param keys public keys of the witnesses
 */
public record Witnesses(List<WitnessKey> keys) {
  /** No trusted witnesses. */
  public static final Witnesses NONE = new Witnesses(List.of());

  public Witnesses {
    keys = List.copyOf(keys);
  }

  /**
   * The latest cosignature by a trusted witness; empty if there is none.
   *
   * @throws AttestorException with {@code bad_signature} if a line has the name and ID of a witness
   *     and does not verify
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
          "the cosignature of the witness " + key.name() + "+" + key.keyId() + " does not verify",
          "compare witnessKeys with the key that the witness publishes, and the checkpoint with"
              + " that in another network",
          e);
    }
  }
}

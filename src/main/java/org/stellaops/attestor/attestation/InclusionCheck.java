package org.stellaops.attestor.attestation;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.stellaops.attestor.attestation.Included.Place;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.note.BadSignatureException;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.trust.TrustedLog;

/** Whether an entry is in the tree that its log has signed. */
final class InclusionCheck {
  private final TlogEntry entry;
  private final TrustedLog log;

  InclusionCheck(TlogEntry entry, TrustedLog log) {
    this.entry = entry;
    this.log = log;
  }

  /** The place of the entry; refuses a proof that is there and not good. */
  Included require() {
    Hash leaf = Rfc6962.leaf(entry.body());
    Optional<TlogEntry.Proof> proof = entry.proof();
    Optional<Place> place = Optional.empty();
    if (proof.isPresent()) {
      TlogEntry.Proof given = proof.get();
      InclusionProof path = path(given, leaf);
      if (given.hasCheckpoint()) {
        place = Optional.of(new Place(checkpoint(given), path));
      }
    }
    return new Included(log.name(), entry.index(), leaf, place);
  }

  private static InclusionProof path(TlogEntry.Proof given, Hash leaf) {
    try {
      InclusionProof proof = new InclusionProof(given.index(), given.size(), given.hashes());
      unless(
          proof.rootFor(leaf).equals(given.root()),
          "the entry is not in the tree of the proof's root");
      return proof;
    } catch (MalformedException e) {
      throw new RefusedException(Step.INCLUSION, e.getMessage(), e);
    }
  }

  private SignedCheckpoint checkpoint(TlogEntry.Proof given) {
    SignedNote note = note(given.checkpoint());
    Checkpoint checkpoint = checkpoint(note, log.checkpointKey());
    String origin = checkpoint.origin().name();
    boolean wholeLog = origin.equals(log.name());
    RefusedException.unless(
        wholeLog || isShard(origin),
        Step.CHECKPOINT,
        "the checkpoint is of another log than " + log.name());
    unless(
        checkpoint.head().size() == given.size(),
        "the proof is for a tree of another size than the checkpoint's");
    unless(
        checkpoint.head().root().equals(given.root()),
        "the proof is for a tree with another root than the checkpoint's");
    unless(
        wholeLog ? entry.index() == given.index() : entry.index() >= given.index(),
        "the entry and its proof have indexes that do not fit");
    return new SignedCheckpoint(note, checkpoint);
  }

  /** Shards of Rekor v1 add their tree ID to the name. */
  private boolean isShard(String origin) {
    return origin.startsWith(log.name() + " - ")
        && origin.substring(log.name().length() + 3).matches("[1-9][0-9]*")
        && !log.isEd25519();
  }

  private static SignedNote note(String envelope) {
    try {
      return SignedNote.parse(envelope.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedNoteException e) {
      throw new RefusedException(Step.CHECKPOINT, String.valueOf(e.getMessage()), e);
    }
  }

  private Checkpoint checkpoint(SignedNote note, VerifierKey key) {
    try {
      RefusedException.unless(
          note.verifiedBy(key),
          Step.CHECKPOINT,
          "no signature under the checkpoint is by the key " + key.name() + "+" + key.keyId());
      return Checkpoint.parse(note.text());
    } catch (BadSignatureException e) {
      throw new RefusedException(
          Step.CHECKPOINT, "the log's signature under the checkpoint does not verify", e);
    } catch (MalformedException e) {
      throw new RefusedException(Step.CHECKPOINT, e.getMessage(), e);
    }
  }

  private static void unless(boolean condition, String reason) {
    RefusedException.unless(condition, Step.INCLUSION, reason);
  }
}

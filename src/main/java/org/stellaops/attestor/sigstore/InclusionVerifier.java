package org.stellaops.attestor.sigstore;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.note.BadSignatureException;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.sigstore.VerifiedEntry.Inclusion;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.trust.TrustedLog;

/**
 * Verifies the inclusion proof of an entry and its signed checkpoint.
 *
 * @param entry the entry to verify
 * @param log the trusted log of the entry
 */
record InclusionVerifier(TransparencyLogEntry entry, TrustedLog log) {
  /**
   * Verifies the entry. An entry without an inclusion proof has only a promise; an invalid proof is
   * rejected.
   */
  VerifiedEntry verify() {
    Hash leafHash = Rfc6962.leaf(entry.canonicalizedBody());
    Optional<TransparencyLogEntry.Proof> proof = entry.inclusionProof();
    Optional<Inclusion> inclusion = Optional.empty();
    if (proof.isPresent()) {
      TransparencyLogEntry.Proof bundleProof = proof.get();
      InclusionProof inclusionProof = verifiedProof(bundleProof, leafHash);
      if (bundleProof.hasCheckpoint()) {
        inclusion = Optional.of(new Inclusion(verifiedCheckpoint(bundleProof), inclusionProof));
      }
    }
    return new VerifiedEntry(log.name(), entry.logIndex(), leafHash, inclusion);
  }

  private static InclusionProof verifiedProof(
      TransparencyLogEntry.Proof bundleProof, Hash leafHash) {
    try {
      InclusionProof proof =
          new InclusionProof(bundleProof.logIndex(), bundleProof.treeSize(), bundleProof.hashes());
      check(
          proof.rootFor(leafHash).equals(bundleProof.rootHash()),
          "the inclusion proof does not lead from the entry to its root hash");
      return proof;
    } catch (MalformedException e) {
      throw new VerificationException(Step.INCLUSION, e.getMessage(), e);
    }
  }

  private SignedCheckpoint verifiedCheckpoint(TransparencyLogEntry.Proof bundleProof) {
    SignedCheckpoint signed = signedCheckpoint(bundleProof.checkpoint());
    Checkpoint checkpoint = signed.checkpoint();
    String origin = checkpoint.origin().name();
    boolean isWholeLog = origin.equals(log.name());
    Step.CHECKPOINT.require(
        isWholeLog || isShardOrigin(origin), "the checkpoint is not of the log " + log.name());
    check(
        checkpoint.head().size() == bundleProof.treeSize(),
        "the tree size of the inclusion proof does not match the checkpoint");
    check(
        checkpoint.head().root().equals(bundleProof.rootHash()),
        "the root hash of the inclusion proof does not match the checkpoint");
    check(
        isWholeLog
            ? entry.logIndex() == bundleProof.logIndex()
            : entry.logIndex() >= bundleProof.logIndex(),
        "the log index of the entry does not match its inclusion proof");
    return signed;
  }

  /** Whether an origin is that of the log. Rekor v1 shards append their tree ID. */
  private boolean isShardOrigin(String origin) {
    return origin.startsWith(log.name() + " - ")
        && origin.substring(log.name().length() + 3).matches("[1-9][0-9]*")
        && !log.isEd25519();
  }

  private SignedCheckpoint signedCheckpoint(String envelope) {
    VerifierKey key = log.checkpointKey();
    try {
      SignedNote note = SignedNote.parse(envelope.getBytes(StandardCharsets.UTF_8));
      Step.CHECKPOINT.require(
          note.isSignedBy(key),
          "the checkpoint is not signed with the key " + key.name() + "+" + key.keyId());
      return new SignedCheckpoint(note, Checkpoint.parse(note.text()));
    } catch (BadSignatureException e) {
      throw new VerificationException(
          Step.CHECKPOINT, "the log's signature of the checkpoint does not verify", e);
    } catch (MalformedNoteException | MalformedException e) {
      throw new VerificationException(Step.CHECKPOINT, String.valueOf(e.getMessage()), e);
    }
  }

  private static void check(boolean condition, String reason) {
    Step.INCLUSION.require(condition, reason);
  }
}

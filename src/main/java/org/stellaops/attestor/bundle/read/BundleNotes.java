package org.stellaops.attestor.bundle.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.bundle.archive.BundleErrors;
import org.stellaops.attestor.bundle.format.BundleConsistencyProof;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.ConsistencyFile;
import org.stellaops.attestor.bundle.format.MetadataFile;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.ConsistencyProof;

/**
 * The checkpoints of a bundle, verified with the importer's own key of the log and matched with the
 * manifest.
 *
 * @param head the checkpoint of the exported tree
 * @param earlier checkpoints of smaller trees, smallest first; the first is the base of a delta
 * @param proofs for a log without tiles: the consistency proofs from {@code earlier} to {@code
 *     head}, in the same order; not yet verified against the roots
 * @param pending a checkpoint of a larger tree, which nothing in the bundle proves to extend the
 *     exported one; empty if there is none
 */
public record BundleNotes(
    SignedCheckpoint head,
    List<SignedCheckpoint> earlier,
    List<ConsistencyProof> proofs,
    Optional<SignedCheckpoint> pending) {
  public BundleNotes {
    earlier = List.copyOf(earlier);
    proofs = List.copyOf(proofs);
  }

  /**
   * Verifies the checkpoints of a bundle.
   *
   * @param log the importer's origin and key of the log
   * @param otherKeys the keys of the other configured logs, for a better message
   * @throws org.stellaops.attestor.failure.AttestorException if a checkpoint is not of this log;
   *     with {@code bad_bundle} if it does not match the manifest
   */
  public static BundleNotes open(
      BundleReader bundle, LogIdentity log, Collection<VerifierKey> otherKeys) {
    BundleManifest manifest = bundle.manifest();
    SignedCheckpoint head = null;
    List<SignedCheckpoint> earlier = new ArrayList<>();
    List<ConsistencyProof> proofs = new ArrayList<>();
    SignedCheckpoint pending = null;
    for (Map.Entry<String, byte[]> file : bundle.files().entrySet()) {
      String path = file.getKey();
      if (path.equals(MetadataFile.CHECKPOINT)) {
        head = log.open(file.getValue(), otherKeys);
      } else if (path.startsWith(MetadataFile.CHECKPOINTS_PREFIX)) {
        earlier.add(requirePath(path, log.open(file.getValue(), otherKeys)));
      } else if (path.startsWith(MetadataFile.CONSISTENCY_PREFIX)) {
        long from = proofStart(path, earlier, proofs.size());
        proofs.add(ConsistencyFile.parse(file.getValue(), from, manifest.head().size()));
      } else if (path.equals(MetadataFile.PENDING)) {
        pending = log.open(file.getValue(), otherKeys);
      }
    }
    if (head == null) {
      throw BundleErrors.rejected("no checkpoint");
    }
    BundleNotes notes = new BundleNotes(head, earlier, proofs, Optional.ofNullable(pending));
    notes.requireMatch(manifest, log.key());
    return notes;
  }

  private static SignedCheckpoint requirePath(String path, SignedCheckpoint note) {
    if (!path.equals(MetadataFile.checkpointPath(note.head().size()))) {
      throw BundleErrors.rejected(path + " is the checkpoint of size " + note.head().size());
    }
    return note;
  }

  /** The size where a proof starts; the checkpoints precede the proofs in the same order. */
  private static long proofStart(String path, List<SignedCheckpoint> earlier, int index) {
    long size = index < earlier.size() ? earlier.get(index).head().size() : 0;
    if (!path.equals(MetadataFile.consistencyPath(size))) {
      throw BundleErrors.rejected(path + " does not match the order of the checkpoints");
    }
    return size;
  }

  private void requireMatch(BundleManifest manifest, VerifierKey key) {
    require(
        head.head().equals(manifest.head()),
        "tree head mismatch: manifest " + manifest.head() + ", checkpoint " + head.head());
    require(
        manifest.keyName().equals(key.name()) && manifest.keyId().equals(key.keyId().toString()),
        "the manifest names a different key than the one that signed the checkpoint");
    require(
        manifest.isDelta() == earlier.stream().anyMatch(note -> isBase(manifest, note)),
        "the checkpoint of the base is missing, or is not that of the manifest");
    long last = 0;
    for (SignedCheckpoint note : earlier) {
      long size = note.head().size();
      require(
          size > last && size < manifest.head().size() && isExpected(manifest, note),
          "unexpected checkpoint of size " + size);
      last = size;
    }
    require(
        pending.map(note -> note.head().size() > manifest.head().size()).orElse(true),
        "the pending checkpoint is not larger than the exported tree");
  }

  /** With tiles: the base, and the checkpoints whose trees end in the range of the volume. */
  private static boolean isExpected(BundleManifest manifest, SignedCheckpoint note) {
    long size = note.head().size();
    return isBase(manifest, note)
        || size > manifest.base().size()
            && (!manifest.hasTiles() || size > manifest.from() && size <= manifest.to());
  }

  private static boolean isBase(BundleManifest manifest, SignedCheckpoint note) {
    return manifest.isDelta() && note.head().equals(manifest.base());
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw BundleErrors.rejected(message);
    }
  }

  /** The proof that the proof tiles of the bundle must provide. */
  public BundleConsistencyProof consistencyProof(BundleManifest manifest) {
    return new BundleConsistencyProof(
        head.head(),
        earlier.stream().filter(note -> !manifest.hasTiles() || isBase(manifest, note)).toList());
  }

  /** The checkpoints that are proved by tiles of the tree and not by the proof tiles. */
  public List<SignedCheckpoint> notesProvedByTree(BundleManifest manifest) {
    return earlier.stream().filter(note -> manifest.hasTiles() && !isBase(manifest, note)).toList();
  }
}

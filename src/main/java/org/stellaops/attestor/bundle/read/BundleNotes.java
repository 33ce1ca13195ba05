package org.stellaops.attestor.bundle.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
 * The notes of a bundle, opened with the importer's own key of the log, and found to be what the
 * manifest says of them.
 *
 * @param head the note over the exported tree
 * @param earlier notes of smaller trees, smallest first; the base of a delta is the first
 * @param proofs of a log without tiles, one for each further note and in their order: that the
 *     exported tree extends it. Nothing shows yet that they lead from root to root
 * @param pending a note of a larger tree; empty if there is none. Nothing in the bundle shows that
 *     it extends the exported one; it is held against what is known here, and moves nothing
 */
public record BundleNotes(
    SignedCheckpoint head,
    List<SignedCheckpoint> earlier,
    List<ConsistencyProof> proofs,
    Optional<SignedCheckpoint> pending) {
  /** Keeps the lists as they are now. */
  public BundleNotes {
    earlier = List.copyOf(earlier);
    proofs = List.copyOf(proofs);
  }

  /**
   * Opens the notes of a bundle.
   *
   * @param log origin and key of the log, as the importer has them
   * @param otherKeys keys of the other logs that are followed, to tell a mix-up from a stranger
   * @throws org.stellaops.attestor.failure.AttestorException if a note is not of this log, with
   *     {@code bad_bundle} if the manifest says something else of it
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
    BundleNotes notes =
        new BundleNotes(requireHead(head), earlier, proofs, Optional.ofNullable(pending));
    notes.requireMatch(manifest, log.key());
    return notes;
  }

  private static SignedCheckpoint requireHead(@Nullable SignedCheckpoint head) {
    if (head == null) {
      throw BundleErrors.rejected("it has no checkpoint");
    }
    return head;
  }

  private static SignedCheckpoint requirePath(String path, SignedCheckpoint note) {
    if (!path.equals(MetadataFile.checkpointPath(note.head().size()))) {
      throw BundleErrors.rejected(path + " is the note of size " + note.head().size());
    }
    return note;
  }

  /** The size of the note that a proof is for; the notes have come before, in the same order. */
  private static long proofStart(String path, List<SignedCheckpoint> earlier, int index) {
    long size = index < earlier.size() ? earlier.get(index).head().size() : 0;
    if (!path.equals(MetadataFile.consistencyPath(size))) {
      throw BundleErrors.rejected(path + " comes before the note that it is for");
    }
    return size;
  }

  private void requireMatch(BundleManifest manifest, VerifierKey key) {
    require(
        head.head().equals(manifest.head()),
        "its manifest says size " + manifest.head() + ", its checkpoint " + head.head());
    require(
        manifest.keyName().equals(key.name()) && manifest.keyId().equals(key.keyId().toString()),
        "its manifest names another key than the one that has signed its checkpoint");
    require(
        manifest.isDelta() == earlier.stream().anyMatch(note -> isBase(manifest, note)),
        "the note of its base is not in it");
    long last = 0;
    for (SignedCheckpoint note : earlier) {
      long size = note.head().size();
      require(
          size > last && size < manifest.head().size() && isExpected(manifest, note),
          "the note of size " + size + " does not belong in it");
      last = size;
    }
    require(
        pending.map(note -> note.head().size() > manifest.head().size()).orElse(true),
        "the pending checkpoint in it is no newer one");
  }

  /** A bundle with tiles has, besides the base, the notes whose trees end in its range. */
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

  /** What the tiles at the beginning of the bundle must show. */
  public BundleConsistencyProof consistencyProof(BundleManifest manifest) {
    return new BundleConsistencyProof(
        head.head(),
        earlier.stream().filter(note -> !manifest.hasTiles() || isBase(manifest, note)).toList());
  }

  /** The notes whose proof is in the tree, and not at the beginning. */
  public List<SignedCheckpoint> notesProvedByTree(BundleManifest manifest) {
    return earlier.stream().filter(note -> manifest.hasTiles() && !isBase(manifest, note)).toList();
  }
}

package org.stellaops.attestor.bundle.write;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * What is to be exported of a log.
 *
 * @param backend the log
 * @param head the tree to export; its tiles are mirrored, if the log has any
 * @param base the tree that the importer has; empty for everything
 * @param history notes of the log between the two, smallest first
 * @param proofs of a log without tiles, that the head extends the base and each note of the
 *     history, in this order; empty for a log with tiles, and as long as they are still to be got
 * @param minimumIndex the first entry that the mirror still has; left of it was pruned
 * @param pending a newer note, carried as news; empty for none
 * @param content how much
 * @param volumeSize the most bytes of a volume, 0 for no limit
 * @param attachedFiles further files by their path in the bundle, {@code trust/…} and {@code
 *     anchors/…}
 */
public record ExportSpec(
    Backend backend,
    SignedCheckpoint head,
    Optional<SignedCheckpoint> base,
    List<SignedCheckpoint> history,
    List<ConsistencyProof> proofs,
    long minimumIndex,
    Optional<SignedNote> pending,
    BundleContent content,
    long volumeSize,
    SortedMap<String, byte[]> attachedFiles) {
  /** The most notes of the log's history in a bundle; the newest are kept. */
  public static final int MAX_HISTORY = 1_000;

  /** The most bytes that they have together; with many cosignatures there are fewer of them. */
  public static final long MAX_HISTORY_BYTES = 8 << 20;

  /** The most further files in a bundle. */
  public static final int MAX_ATTACHED_FILES = 1_900;

  /** The most bytes that these have together. */
  public static final long MAX_ATTACHED_BYTES = 20 << 20;

  /** Keeps what it is given. */
  public ExportSpec {
    history = List.copyOf(history);
    proofs = List.copyOf(proofs);
    attachedFiles = new TreeMap<>(attachedFiles);
    if (history.size() > MAX_HISTORY) {
      throw new IllegalArgumentException("too many notes for a bundle: " + history.size());
    }
  }

  /**
   * How many notes of the history there is room for beside so many further files. Each may need a
   * proof; the head, the base and the pending note come besides.
   */
  public static int maxHistory(int attachedFileCount) {
    return Math.min(MAX_HISTORY, (BundleManifest.MAX_FILES - 4 - attachedFileCount) / 2);
  }

  /** The notes of smaller trees, smallest first: the base, and the history. */
  public List<SignedCheckpoint> earlier() {
    return Stream.concat(base.stream(), history.stream()).toList();
  }

  /** The same with the proofs for {@link #earlier()}. */
  public ExportSpec withProofs(List<ConsistencyProof> newProofs) {
    return new ExportSpec(
        backend,
        head,
        base,
        history,
        newProofs,
        minimumIndex,
        pending,
        content,
        volumeSize,
        attachedFiles);
  }

  /** The head of the base; the empty tree if there is none. */
  TreeHead baseHead() {
    return base.map(SignedCheckpoint::head).orElse(TreeHead.EMPTY);
  }
}

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
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Specifies an export.
 *
 * @param backend the log
 * @param head the tree to export; its tiles are mirrored, if the log has any
 * @param base the tree that the importer has; empty for a complete export
 * @param history checkpoints between the two, smallest first; at most {@link #MAX_HISTORY}
 * @param minimumIndex the first entry of the mirror; those before it were pruned
 * @param pending a newer checkpoint to attach; empty for none
 * @param content how much to export
 * @param volumeSize the greatest size of a volume in bytes, 0 for no limit
 * @param attachedFiles further files by their path in the bundle, {@code trust/…} and {@code
 *     anchors/…}
 */
public record ExportSpec(
    Backend backend,
    SignedCheckpoint head,
    Optional<SignedCheckpoint> base,
    List<SignedCheckpoint> history,
    long minimumIndex,
    Optional<SignedNote> pending,
    BundleContent content,
    long volumeSize,
    SortedMap<String, byte[]> attachedFiles) {
  /** The greatest number of checkpoints in {@code history}; the oldest are omitted. */
  public static final int MAX_HISTORY = 1_000;

  /** The greatest total size of the checkpoints in {@code history}. */
  public static final long MAX_HISTORY_BYTES = 8 << 20;

  /** The greatest number of attached files. */
  public static final int MAX_ATTACHED_FILES = 1_900;

  /** The greatest total size of the attached files. */
  public static final long MAX_ATTACHED_BYTES = 20 << 20;

  public ExportSpec {
    history = List.copyOf(history);
    attachedFiles = new TreeMap<>(attachedFiles);
    if (history.size() > MAX_HISTORY) {
      throw new IllegalArgumentException("too many checkpoints for a bundle: " + history.size());
    }
  }

  /**
   * The greatest number of checkpoints in {@code history} with this number of attached files. Each
   * may need a proof; head, base, its proof and the pending checkpoint are counted, too.
   */
  public static int maxHistory(int attachedFileCount) {
    return Math.min(MAX_HISTORY, (BundleManifest.MAX_FILES - 4 - attachedFileCount) / 2);
  }

  /** The checkpoints of smaller trees, smallest first: base and history. */
  public List<SignedCheckpoint> earlier() {
    return Stream.concat(base.stream(), history.stream()).toList();
  }

  /** The tree head of the base; that of the empty tree if there is none. */
  TreeHead baseHead() {
    return base.map(SignedCheckpoint::head).orElse(TreeHead.EMPTY);
  }
}

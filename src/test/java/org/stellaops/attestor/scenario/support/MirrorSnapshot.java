package org.stellaops.attestor.scenario.support;

import java.util.List;
import java.util.Map;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * All that a refused cycle leaves as it was.
 *
 * @param pending the pending head; the empty tree before first contact
 * @param mirrored the mirrored head
 * @param covered entries from the left that are on disk
 * @param history heads of all stored checkpoints, newest first
 * @param files every file of the mirror, as {@link FileTree} shows it
 */
public record MirrorSnapshot(
    TreeHead pending,
    TreeHead mirrored,
    long covered,
    List<TreeHead> history,
    Map<String, String> files) {

  static List<TreeHead> heads(List<StoredCheckpoint> checkpoints) {
    return checkpoints.stream().map(StoredCheckpoint::head).toList();
  }
}

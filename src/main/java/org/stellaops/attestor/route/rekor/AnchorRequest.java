package org.stellaops.attestor.route.rekor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.route.sync.ObservedCheckpoint;
import org.stellaops.attestor.tlog.TreeHead;

/** A request to anchor heads, with its results. */
public final class AnchorRequest extends RekorRequest<AnchorRequest.HeadToAnchor> {
  private final List<HeadToAnchor> heads;
  private final int decoys;
  private final List<AnchoredHead> anchored = new ArrayList<>();

  /**
   * A head to anchor.
   *
   * @param shard its log
   * @param size its tree size
   * @param checkpoint its signed checkpoint; empty if the root is to follow from the proof
   * @param source where it came from, for messages
   * @param decoy whether it is requested only to hide which heads matter
   */
  public record HeadToAnchor(
      Backend shard, long size, Optional<SignedCheckpoint> checkpoint, String source, boolean decoy)
      implements ShardTree {
    @Override
    public Optional<ObservedCheckpoint> observedCheckpoint(TreeHead head) {
      return checkpoint
          .filter(signed -> signed.head().equals(head))
          .map(signed -> new ObservedCheckpoint(signed, source));
    }
  }

  /**
   * An anchored head.
   *
   * @param wanted the requested head
   * @param head the checkpoint that it is tied to
   * @param file the file of the anchor
   */
  public record AnchoredHead(HeadToAnchor wanted, TreeHead head, Path file) {}

  /** Requests anchors for these heads, with {@code decoys} random sizes for each. */
  public AnchorRequest(List<HeadToAnchor> heads, int decoys) {
    this.heads = List.copyOf(heads);
    this.decoys = decoys;
  }

  List<HeadToAnchor> heads() {
    return heads;
  }

  /** The first requested head; there is at least one. */
  public HeadToAnchor first() {
    return heads.get(0);
  }

  int decoys() {
    return decoys;
  }

  @Override
  public String backendId() {
    return Backend.serverId(first().shard().id());
  }

  void addAnchored(AnchoredHead anchoredHead) {
    anchored.add(anchoredHead);
  }

  /** The heads anchored so far. */
  public List<AnchoredHead> anchored() {
    return List.copyOf(anchored);
  }
}

package org.stellaops.attestor.route.rekor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.fetch.FetchContext;
import org.stellaops.attestor.route.sync.CheckpointOperation;
import org.stellaops.attestor.route.sync.ObservedCheckpoint;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.TreeHead;

/** A request to anchor heads, with its results. */
public final class AnchorRequest implements CheckpointOperation, FetchContext {
  private final List<HeadToAnchor> heads;
  private final int decoys;
  private final WorkCounters counters = new WorkCounters();
  private final List<AnchoredHead> anchored = new ArrayList<>();
  private @Nullable HeadToAnchor selected;
  private Optional<AttestorException> failure = Optional.empty();

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
      Backend shard,
      long size,
      Optional<SignedCheckpoint> checkpoint,
      String source,
      boolean decoy) {
    Optional<Hash> root() {
      return checkpoint.map(signed -> signed.head().root());
    }

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

  /** Anchors these heads, with {@code decoys} random sizes for each. */
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

  @Override
  public WorkCounters counters() {
    return counters;
  }

  void addAnchored(AnchoredHead anchoredHead) {
    anchored.add(anchoredHead);
  }

  void select(HeadToAnchor head) {
    selected = head;
  }

  /** The selected head. */
  HeadToAnchor selected() {
    if (selected == null) {
      throw new IllegalStateException("no head is selected");
    }
    return selected;
  }

  @Override
  public Backend backend() {
    return selected().shard();
  }

  @Override
  public Optional<ObservedCheckpoint> observedCheckpoint(TreeHead head) {
    return selected().observedCheckpoint(head);
  }

  @Override
  public AnchorRequest fail(AttestorException error) {
    failure = Optional.of(error);
    return this;
  }

  /** The heads anchored so far. */
  public List<AnchoredHead> anchored() {
    return List.copyOf(anchored);
  }

  /** The failure that ended the request; empty if there was none. */
  public Optional<AttestorException> failure() {
    return failure;
  }
}

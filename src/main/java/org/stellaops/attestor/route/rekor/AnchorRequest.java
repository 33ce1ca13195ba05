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

/** Heads that are to be anchored, and what has come of it. */
public final class AnchorRequest implements CheckpointOperation, FetchContext {
  private final List<HeadToAnchor> heads;
  private final int decoys;
  private final WorkCounters counters = new WorkCounters();
  private final List<AnchoredHead> anchored = new ArrayList<>();
  private @Nullable HeadToAnchor selected;
  private Optional<AttestorException> failure = Optional.empty();

  /**
   * A head to be anchored.
   *
   * @param shard its log
   * @param size its size
   * @param checkpoint the log's note over it; empty where the root is to follow from the proof
   * @param source where it came from, for whoever asked
   * @param decoy whether it is only asked for so that nobody sees which of them matters
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
   * A head that is anchored.
   *
   * @param wanted what was asked for
   * @param head the checkpoint that it is tied to
   * @param file where the anchor is
   */
  public record AnchoredHead(HeadToAnchor wanted, TreeHead head, Path file) {}

  /** Anchors these, each hidden among so many others of its log. */
  public AnchorRequest(List<HeadToAnchor> heads, int decoys) {
    this.heads = List.copyOf(heads);
    this.decoys = decoys;
  }

  List<HeadToAnchor> heads() {
    return heads;
  }

  /** The first of what is wanted; there is one. */
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

  /** The head that is anchored at the moment. */
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

  /** What is anchored now. */
  public List<AnchoredHead> anchored() {
    return List.copyOf(anchored);
  }

  /** What stopped it; empty if nothing did. */
  public Optional<AttestorException> failure() {
    return failure;
  }
}

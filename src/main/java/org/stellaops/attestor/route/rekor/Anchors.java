package org.stellaops.attestor.route.rekor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.proof.HeadAnchor;
import org.stellaops.attestor.rekor.ConsistencyProofResponse;
import org.stellaops.attestor.route.fetch.ApiRequest;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.TreeHead;

/** Proves that heads of shards are consistent with the pending head, while the log is online. */
public final class Anchors {
  private final CheckpointStore store;
  private final AnchorWriter writer;
  private final Random random;

  /**
   * Stores anchors with {@code writer}.
   *
   * @param random chooses the decoys and the order of requests
   */
  public Anchors(CheckpointStore store, AnchorWriter writer, Random random) {
    this.store = store;
    this.writer = writer;
    this.random = random;
  }

  /**
   * The heads to request, decoys included, in random order.
   *
   * @throws AttestorException with {@code incomplete} if a head is larger than the pending one
   */
  public List<AnchorRequest.HeadToAnchor> requestedHeads(
      @Variable("operation") AnchorRequest request) {
    List<AnchorRequest.HeadToAnchor> heads = new ArrayList<>();
    for (AnchorRequest.HeadToAnchor each : request.heads()) {
      long size = pendingCheckpoint(each.shard()).head().size();
      if (each.size() > size) {
        throw new AttestorException(
            Failure.INCOMPLETE,
            each.source() + " is of size " + each.size() + ", and we hold " + size,
            "run: stella attestor sync --backend " + each.shard().id());
      }
      heads.add(each);
      random
          .longs(request.decoys(), 1, size + 1)
          .mapToObj(decoy ->
              new AnchorRequest.HeadToAnchor(each.shard(), decoy, Optional.empty(), "", true))
          .forEach(heads::add);
    }
    Collections.shuffle(heads, random);
    return heads;
  }

  /** Selects the head to anchor. */
  public void select(
      @Variable("operation") AnchorRequest request, @Body AnchorRequest.HeadToAnchor head) {
    request.select(head);
  }

  /** A request for the proof from the selected head to the pending head. */
  public FetchRequest proofRequest(@Variable("operation") AnchorRequest request) {
    AnchorRequest.HeadToAnchor target = request.selected();
    TreeId tree = Backend.treeId(target.shard().id()).orElseThrow();
    long pendingSize = pendingCheckpoint(target.shard()).head().size();
    return FetchRequest.of(
        Backend.serverId(target.shard().id()),
        ApiRequest.get(
            ConsistencyProofResponse.PATH,
            ConsistencyProofResponse.query(tree, target.size(), pendingSize),
            ConsistencyProofResponse.MAX_BYTES));
  }

  /** Verifies the proof and stores the anchor, unless the head is a decoy. */
  public void store(@Variable("operation") AnchorRequest request, @Body Download download) {
    AnchorRequest.HeadToAnchor target = request.selected();
    if (target.decoy()) {
      return;
    }
    StoredCheckpoint pending = pendingCheckpoint(target.shard());
    ConsistencyProof proof =
        download.check(
            bytes -> ConsistencyProofResponse.parse(bytes, target.size(), pending.head().size()));
    Hash root =
        target
            .root()
            .or(() -> proof.olderRoot(pending.head().root()))
            .or(() ->
                store
                    .findCheckpoint(target.shard().origin(), target.size())
                    .map(c -> c.head().root()))
            .orElseThrow(() -> badProof(target, pending));
    TreeHead anchoredHead = new TreeHead(target.size(), root);
    switch (proof.evaluate(root, pending.head().root())) {
      case PROVES -> {
        HeadAnchor anchor = new HeadAnchor(anchoredHead, proof, pending.note());
        request.addAnchored(
            new AnchorRequest.AnchoredHead(target, pending.head(), writer.store(anchor)));
      }
      case DISPROVES ->
          throw new ContradictionException(Failure.SPLIT_VIEW, pending.head(), anchoredHead, proof);
      case INCONCLUSIVE -> throw badProof(target, pending).withLocation(download.url());
    }
  }

  private static AttestorException badProof(
      AnchorRequest.HeadToAnchor target, StoredCheckpoint pending) {
    return new AttestorException(
        Failure.BAD_PROOF,
        "no root of size "
            + target.size()
            + " follows from the proof to the root that we hold for size "
            + pending.head().size(),
        "ask again; for a size that is a power of two name the bundle instead");
  }

  /** Returns the request with its results. */
  public AnchorRequest finish(@Variable("operation") AnchorRequest request) {
    return request;
  }

  private StoredCheckpoint pendingCheckpoint(Backend shard) {
    return store
        .find(shard.origin())
        .map(LogState::pending)
        .flatMap(head -> store.findCheckpoint(shard.origin(), head))
        .orElseThrow(() ->
            new AttestorException(
                Failure.INCOMPLETE,
                "nothing is known of '" + shard.origin() + "' yet",
                "run: stella attestor sync --backend " + shard.id()));
  }
}

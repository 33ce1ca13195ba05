package org.stellaops.attestor.route.rekor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.proof.HeadAnchor;
import org.stellaops.attestor.rekor.ConsistencyProofResponse;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.rekor.AnchorRequest.AnchoredHead;
import org.stellaops.attestor.route.rekor.AnchorRequest.HeadToAnchor;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Proves that heads of shards are consistent with the pending head, while the log is online.
 *
 * @param writer stores an anchor and returns its file
 * @param random chooses the decoys and the order of requests
 */
public record Anchors(
    CheckpointStore checkpoints, Function<HeadAnchor, Path> writer, Random random) {
  /**
   * The heads to request, decoys included, in random order.
   *
   * @throws AttestorException with {@code incomplete} if a head is larger than the pending one
   */
  public List<HeadToAnchor> requestedHeads(@Variable("operation") AnchorRequest request) {
    List<HeadToAnchor> heads = new ArrayList<>();
    for (HeadToAnchor each : request.heads()) {
      long size = pendingCheckpoint(each.shard()).head().size();
      if (each.size() > size) {
        throw new AttestorException(
            Failure.INCOMPLETE,
            each.source() + " has size " + each.size() + ", and the stored head has " + size,
            each.shard().updateHint());
      }
      heads.add(each);
      random
          .longs(request.decoys(), 1, size + 1)
          .mapToObj(decoy -> new HeadToAnchor(each.shard(), decoy, Optional.empty(), "", true))
          .forEach(heads::add);
    }
    Collections.shuffle(heads, random);
    return heads;
  }

  public void select(@Variable("operation") AnchorRequest request, @Body HeadToAnchor head) {
    request.select(head);
  }

  /** A request for the proof from the selected head to the pending head. */
  public FetchRequest proofRequest(@Variable("operation") AnchorRequest request) {
    HeadToAnchor target = request.selected();
    long pendingSize = pendingCheckpoint(target.shard()).head().size();
    return FetchRequest.consistencyProof(target.shard(), target.size(), pendingSize);
  }

  /** Verifies the proof and stores the anchor, unless the head is a decoy. */
  public void store(@Variable("operation") AnchorRequest request, @Body Download download) {
    HeadToAnchor target = request.selected();
    if (target.decoy()) {
      return;
    }
    StoredCheckpoint pending = pendingCheckpoint(target.shard());
    ConsistencyProof proof =
        download.check(
            bytes -> ConsistencyProofResponse.parse(bytes, target.size(), pending.head().size()));
    Hash root =
        target
            .checkpoint()
            .map(signed -> signed.head().root())
            .or(() -> proof.olderRoot(pending.head().root()))
            .or(() ->
                checkpoints
                    .findCheckpoint(target.shard().origin(), target.size())
                    .map(c -> c.head().root()))
            .orElseThrow(() -> badProof(target, pending));
    TreeHead anchoredHead = new TreeHead(target.size(), root);
    switch (proof.evaluate(root, pending.head().root())) {
      case PROVES -> {
        HeadAnchor anchor = new HeadAnchor(anchoredHead, proof, pending.note());
        request.addAnchored(new AnchoredHead(target, pending.head(), writer.apply(anchor)));
      }
      case DISPROVES ->
          throw new ContradictionException(Failure.SPLIT_VIEW, pending.head(), anchoredHead, proof);
      case INCONCLUSIVE -> throw badProof(target, pending).withLocation(download.url());
    }
  }

  private static AttestorException badProof(HeadToAnchor target, StoredCheckpoint pending) {
    return new AttestorException(
        Failure.BAD_PROOF,
        "no root of size %d follows from the proof to the stored root of size %d"
            .formatted(target.size(), pending.head().size()),
        "retry; for a size that is a power of two, specify the bundle instead of the size");
  }

  public AnchorRequest finish(@Variable("operation") AnchorRequest request) {
    return request;
  }

  private StoredCheckpoint pendingCheckpoint(Backend shard) {
    TreeHead pending = EntryFetches.pendingHead(checkpoints, shard);
    return checkpoints.requireCheckpoint(shard, pending);
  }
}

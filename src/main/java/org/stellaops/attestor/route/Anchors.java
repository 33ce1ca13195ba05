package org.stellaops.attestor.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.StoredCheckpoint;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.proof.HeadAnchor;
import org.stellaops.attestor.rekor.ProofAnswer;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.TreeHead;

/** Ties heads of shards to the heads that we hold, while there is a way to the log. */
public final class Anchors {
  private final CheckpointStore store;
  private final AnchorKeeper keeper;
  private final Random random;

  /**
   * Keeps anchors there.
   *
   * @param random chooses decoys and the order of questions
   */
  public Anchors(CheckpointStore store, AnchorKeeper keeper, Random random) {
    this.store = store;
    this.keeper = keeper;
    this.random = random;
  }

  /**
   * What the log is to be asked about, in no order that tells anything.
   *
   * @throws AttestorException with {@code incomplete} if a head is beyond the one that we hold
   */
  public List<AnchorOrder.Wanted> wanted(@Variable("order") AnchorOrder order) {
    List<AnchorOrder.Wanted> all = new ArrayList<>();
    for (AnchorOrder.Wanted each : order.wanted()) {
      long size = held(each.shard()).head().size();
      if (each.size() > size) {
        throw new AttestorException(
            Failure.INCOMPLETE,
            each.source() + " is of size " + each.size() + ", and we hold " + size,
            "run: stella attestor sync --backend " + each.shard().id());
      }
      all.add(each);
      random
          .longs(order.decoys(), 1, size + 1)
          .mapToObj(
              decoy -> new AnchorOrder.Wanted(each.shard(), decoy, Optional.empty(), "", true))
          .forEach(all::add);
    }
    Collections.shuffle(all, random);
    return all;
  }

  /** What to ask for: the proof from there to the head that we hold. */
  public Request request(@Variable("wanted") AnchorOrder.Wanted wanted) {
    TreeId tree = Backend.treeId(wanted.shard().id()).orElseThrow();
    long to = held(wanted.shard()).head().size();
    return Request.of(
        Backend.server(wanted.shard().id()),
        Question.get(
            ProofAnswer.PATH, ProofAnswer.query(tree, wanted.size(), to), ProofAnswer.MAX_BYTES));
  }

  /** Checks what came and keeps it, unless it was only asked for to hide the others. */
  public void keep(
      @Variable("order") AnchorOrder order,
      @Variable("wanted") AnchorOrder.Wanted wanted,
      @Body Fetched fetched) {
    if (wanted.decoy()) {
      return;
    }
    StoredCheckpoint held = held(wanted.shard());
    ConsistencyProof proof =
        fetched.checked(bytes -> ProofAnswer.parse(bytes, wanted.size(), held.head().size()));
    Hash root =
        wanted
            .root()
            .or(() -> proof.olderRoot(held.head().root()))
            .or(() ->
                store.checkpoint(wanted.shard().origin(), wanted.size()).map(c -> c.head().root()))
            .orElseThrow(() -> bad(wanted, held));
    TreeHead from = new TreeHead(wanted.size(), root);
    switch (proof.judge(root, held.head().root())) {
      case PROVES -> {
        HeadAnchor anchor = new HeadAnchor(from, proof, held.note());
        order.done(new AnchorOrder.Done(wanted, held.head(), keeper.keep(anchor)));
      }
      case DISPROVES ->
          throw new ContradictionException(Failure.SPLIT_VIEW, held.head(), from, proof);
      case WORTHLESS -> throw bad(wanted, held).at(fetched.from());
    }
  }

  private static AttestorException bad(AnchorOrder.Wanted wanted, StoredCheckpoint held) {
    return new AttestorException(
        Failure.BAD_PROOF,
        "no root of size "
            + wanted.size()
            + " follows from the proof to the root that we hold for size "
            + held.head().size(),
        "ask again; for a size that is a power of two name the bundle instead");
  }

  /** All are anchored. */
  public AnchorOrder finish(@Variable("order") AnchorOrder order) {
    return order;
  }

  /** Some are not. */
  public AnchorOrder fail(
      @Variable("order") AnchorOrder order, @ExchangeException Exception thrown) {
    order.failed(Failures.of(thrown));
    return order;
  }

  private StoredCheckpoint held(Backend shard) {
    return store
        .find(shard.origin())
        .map(LogState::pending)
        .flatMap(head -> store.checkpoint(shard.origin(), head))
        .orElseThrow(() ->
            new AttestorException(
                Failure.INCOMPLETE,
                "nothing is known of '" + shard.origin() + "' yet",
                "run: stella attestor sync --backend " + shard.id()));
  }
}

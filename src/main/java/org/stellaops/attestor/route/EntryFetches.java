package org.stellaops.attestor.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.GrowthProof;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.proof.TlogProof;
import org.stellaops.attestor.rekor.ProofAnswer;
import org.stellaops.attestor.rekor.RekorEntry;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.TreeHead;

/** Gets single entries of a Rekor v1 server, and ties each to the history that we hold. */
public final class EntryFetches {
  private final CheckpointStore store;
  private final EntryKeeper keeper;

  /** Keeps entries there. */
  public EntryFetches(CheckpointStore store, EntryKeeper keeper) {
    this.store = store;
    this.keeper = keeper;
  }

  /** The questions, for as many entries at once as a server gives. */
  public List<Request> requests(@Variable("order") EntryOrder order) {
    List<Request> all = new ArrayList<>();
    parts(order.indexes()).forEach(part -> all.add(Crawl.ask(order.server(), part)));
    parts(order.uuids()).forEach(part -> all.add(Crawl.askUuids(order.server(), part)));
    return all;
  }

  private static <T> List<List<T>> parts(List<T> all) {
    List<List<T>> parts = new ArrayList<>();
    for (int i = 0; i < all.size(); i += Crawl.MOST_AT_ONCE) {
      parts.add(all.subList(i, Math.min(all.size(), i + Crawl.MOST_AT_ONCE)));
    }
    return parts;
  }

  /**
   * Checks that each entry is in the tree of the checkpoint that came with it. Whatever was not
   * asked for is left aside.
   */
  public void take(@Variable("order") EntryOrder order, @Body Fetched fetched) {
    for (RekorEntry entry : fetched.checked(RekorEntry::parse)) {
      boolean asked =
          order.indexes().contains(entry.globalIndex())
              || order.uuids().stream().anyMatch(uuid -> entry.uuid().endsWith(uuid));
      if (asked) {
        Backend shard = order.server().shard(entry.tree());
        SignedCheckpoint checkpoint = fetched.checked(bytes -> entry.verify(shard.log()));
        order.came(new EntryOrder.Came(shard, entry, checkpoint, fetched.from().toString()));
      }
    }
  }

  /**
   * A tree that entries came with, and the head that we hold.
   *
   * @param shard the log
   * @param sighting the note over the tree, and where it came from
   */
  public record Tie(Backend shard, Sighting sighting) {
    TreeHead shown() {
      return sighting.checkpoint().head();
    }

    Optional<Sighting> sighting(TreeHead head) {
      return Optional.of(sighting).filter(one -> shown().equals(head));
    }
  }

  /** The trees that only a proof can tie to the one that we hold, each once. */
  public List<Tie> ties(@Variable("order") EntryOrder order) {
    Map<TreeHead, Tie> ties = new LinkedHashMap<>();
    for (EntryOrder.Came one : order.came()) {
      Tie tie = new Tie(one.shard(), new Sighting(one.checkpoint(), one.from()));
      if (!tie.shown().equals(held(tie.shard()))) {
        ties.putIfAbsent(tie.shown(), tie);
      }
    }
    return List.copyOf(ties.values());
  }

  /**
   * The proof between the two.
   *
   * @throws ContradictionException if they are of one size, which needs no proof
   */
  public Request request(@Variable("tie") Tie tie) {
    TreeHead held = held(tie.shard());
    if (held.size() == tie.shown().size()) {
      throw new ContradictionException(Failure.SPLIT_VIEW, held, tie.shown(), Map.of());
    }
    GrowthProof needed = needed(tie);
    TreeId tree = Backend.treeId(tie.shard().id()).orElseThrow();
    return Request.of(
        Backend.server(tie.shard().id()),
        Question.get(
            ProofAnswer.PATH,
            ProofAnswer.query(tree, needed.smaller().size(), needed.larger().size()),
            ProofAnswer.MAX_BYTES));
  }

  /** Checks that one tree begins with the other. */
  public void check(@Variable("tie") Tie tie, @Body Fetched fetched) {
    GrowthProof needed = needed(tie);
    ConsistencyProof proof =
        fetched.checked(
            bytes -> ProofAnswer.parse(bytes, needed.smaller().size(), needed.larger().size()));
    switch (proof.judge(needed.smaller().root(), needed.larger().root())) {
      case PROVES -> {
        // both are of one history
      }
      case DISPROVES -> throw needed.contradiction(proof);
      case WORTHLESS ->
          throw new AttestorException(
                  Failure.BAD_PROOF,
                  "the proof does not lead to the root of size " + needed.larger().size(),
                  "nothing was stored; ask again")
              .at(fetched.from());
    }
  }

  private GrowthProof needed(Tie tie) {
    TreeHead held = held(tie.shard());
    return held.size() < tie.shown().size()
        ? new GrowthProof(held, tie.shown())
        : new GrowthProof(tie.shown(), held, Failure.SPLIT_VIEW);
  }

  /** Stores what came, now that all of it is proved. */
  public EntryOrder finish(@Variable("order") EntryOrder order) {
    for (EntryOrder.Came one : order.came()) {
      RekorEntry entry = one.entry();
      long size = one.checkpoint().head().size();
      TlogProof proof =
          TlogProof.of(
              Optional.of(entry.body()),
              new InclusionProof(entry.index(), size, entry.hashes()),
              one.checkpoint().note());
      String name = "entry-" + entry.index() + ".tlog-proof";
      order.kept(
          new EntryOrder.Kept(
              one.shard(), entry, size, keeper.keep(one.shard().origin(), name, proof.print())));
    }
    return order;
  }

  /** Nothing is stored of an order that fails. */
  public EntryOrder fail(@Variable("order") EntryOrder order, @ExchangeException Exception thrown) {
    order.failed(Failures.of(thrown));
    return order;
  }

  private TreeHead held(Backend shard) {
    return store
        .find(shard.origin())
        .map(LogState::pending)
        .orElseThrow(() ->
            new AttestorException(
                Failure.INCOMPLETE,
                "nothing is known of '" + shard.origin() + "' yet",
                "run: stella attestor sync --backend " + Backend.server(shard.id())));
  }
}

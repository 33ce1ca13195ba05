package org.stellaops.attestor.route;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.GrowthProof;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.StoredCheckpoint;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.Verdict;
import org.stellaops.attestor.rekor.ProofAnswer;
import org.stellaops.attestor.tlog.ConsistencyProof;

/** The consistency proofs that verdicts on shards rest on, which have no tiles to show. */
public final class ShardProofs {
  private final CheckpointStore store;

  /** Compares with what this store remembers, before anyone is asked. */
  public ShardProofs(CheckpointStore store) {
    this.store = store;
  }

  /** Whether a shard shows a larger or a smaller tree than we know. */
  public boolean areNeeded(@Variable("cycle") Cycle cycle) {
    return cycle.backend().kind() == LogKind.SHARD
        && (verdict(cycle) instanceof Verdict.Advanced || verdict(cycle) instanceof Verdict.Stale);
  }

  /**
   * Compares a smaller tree with what the log showed when it had that size.
   *
   * @throws ContradictionException with {@code split_view} if it showed another root
   */
  public void recall(@Variable("cycle") Cycle cycle) {
    if (verdict(cycle) instanceof Verdict.Stale stale) {
      remembered(cycle, stale)
          .filter(then -> !then.head().equals(stale.checkpoint().head()))
          .ifPresent(then -> {
            throw new ContradictionException(
                Failure.SPLIT_VIEW, then.head(), stale.checkpoint().head(), Map.of());
          });
    }
  }

  /** Whether only the server can tell: the empty tree is the beginning of every other. */
  public boolean areMissing(@Variable("cycle") Cycle cycle) {
    Verdict verdict = verdict(cycle);
    boolean known = verdict instanceof Verdict.Stale stale && remembered(cycle, stale).isPresent();
    return !known && verdict.proof().smaller().size() > 0;
  }

  /** What to ask for: the proof between the known and the shown size. */
  public List<Request> requests(@Variable("cycle") Cycle cycle) {
    GrowthProof needed = verdict(cycle).proof();
    TreeId tree = Backend.treeId(cycle.backend().id()).orElseThrow();
    String query = ProofAnswer.query(tree, needed.smaller().size(), needed.larger().size());
    return List.of(
        Request.of(
            Backend.server(cycle.backend().id()),
            Question.get(ProofAnswer.PATH, query, ProofAnswer.MAX_BYTES)));
  }

  /**
   * Checks what came.
   *
   * @throws AttestorException with {@code bad_proof} if it is of some other tree
   * @throws ContradictionException if its nodes are those of the larger tree, and that begins with
   *     another tree than the smaller one
   */
  public void check(@Variable("cycle") Cycle cycle, @Body Fetched fetched) {
    GrowthProof needed = verdict(cycle).proof();
    ConsistencyProof proof =
        fetched.checked(
            bytes -> ProofAnswer.parse(bytes, needed.smaller().size(), needed.larger().size()));
    switch (proof.judge(needed.smaller().root(), needed.larger().root())) {
      case PROVES -> cycle.proved(proof);
      case DISPROVES -> throw needed.contradiction(proof);
      case WORTHLESS ->
          throw new AttestorException(
                  Failure.BAD_PROOF,
                  "the consistency proof does not lead to the root that was signed for size "
                      + needed.larger().size(),
                  "the head stays where it is; a server that goes on so has something to hide")
              .at(fetched.from());
    }
  }

  /** A server that shows a smaller tree may not know the larger one, and so cannot prove it. */
  public void giveUp(
      @Variable("cycle") Cycle cycle,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException why = Failures.of(thrown);
    if (why.failure() == Failure.NETWORK && verdict(cycle) instanceof Verdict.Stale stale) {
      throw new AttestorException(
          Failure.STALE_REPLICA,
          "the log shows size "
              + stale.checkpoint().head().size()
              + ", we know "
              + stale.pending().size()
              + ", and no proof came that the one is the beginning of the other: "
              + why.getMessage(),
          "a replica may lag behind; if it lasts, the log was rolled back: ask its operator",
          why);
    }
    throw why;
  }

  private Optional<StoredCheckpoint> remembered(Cycle cycle, Verdict.Stale stale) {
    return store.checkpoint(cycle.origin(), stale.checkpoint().head().size());
  }

  private static Verdict verdict(Cycle cycle) {
    return cycle.verdict().orElseThrow();
  }
}

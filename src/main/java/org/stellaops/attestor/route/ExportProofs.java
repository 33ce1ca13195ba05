package org.stellaops.attestor.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.stellaops.attestor.bundle.ExportOrder;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.proof.HeadAnchor;
import org.stellaops.attestor.rekor.ProofAnswer;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.TreeHead;

/** Gathers the consistency proofs that go out with a log that has no tiles to prove it. */
public final class ExportProofs {
  private final AnchorFinder anchors;

  /** Looks there before a server is asked. */
  public ExportProofs(AnchorFinder anchors) {
    this.anchors = anchors;
  }

  /** Whether the bundle has notes of smaller trees that no tile leads to. */
  public boolean areNeeded(@Variable("export") BundleExport export) {
    return !export.order().backend().hasTiles() && !export.order().further().isEmpty();
  }

  /** Begins with the proofs that are stored as anchors of the exported head. */
  public Map<Long, ConsistencyProof> begin(@Variable("export") BundleExport export) {
    ExportOrder order = export.order();
    Map<Long, ConsistencyProof> known = new HashMap<>();
    List<HeadAnchor> stored = anchors.of(order.backend().origin());
    for (SignedCheckpoint note : order.further()) {
      stored(stored, note.head(), order.head().head())
          .ifPresent(proof -> known.put(note.head().size(), proof));
    }
    return known;
  }

  private static Optional<ConsistencyProof> stored(
      List<HeadAnchor> anchors, TreeHead smaller, TreeHead larger) {
    return anchors.stream()
        .map(HeadAnchor::proof)
        .filter(proof -> proof.from() == smaller.size() && proof.to() == larger.size())
        .filter(proof -> proof.proves(smaller.root(), larger.root()))
        .findFirst();
  }

  /** The notes for which only the server has a proof. */
  public List<SignedCheckpoint> missing(
      @Variable("export") BundleExport export,
      @Variable("proofs") Map<Long, ConsistencyProof> proofs) {
    return export.order().further().stream()
        .filter(note -> !proofs.containsKey(note.head().size()))
        .toList();
  }

  /** What to ask for: the proof from there to the exported head. */
  public Request request(
      @Variable("export") BundleExport export, @Variable("smaller") SignedCheckpoint smaller) {
    String id = export.order().backend().id();
    TreeId tree = Backend.treeId(id).orElseThrow();
    long to = export.order().head().head().size();
    String query = ProofAnswer.query(tree, smaller.head().size(), to);
    return Request.of(
        Backend.server(id), Question.get(ProofAnswer.PATH, query, ProofAnswer.MAX_BYTES));
  }

  /**
   * Checks what came as an importer will, and keeps it.
   *
   * @throws AttestorException with {@code bad_proof} if it does not lead from root to root; that it
   *     can be done was proved when the heads were accepted
   */
  public void keep(
      @Variable("export") BundleExport export,
      @Variable("proofs") Map<Long, ConsistencyProof> proofs,
      @Variable("smaller") SignedCheckpoint smaller,
      @Body Fetched fetched) {
    long from = smaller.head().size();
    TreeHead larger = export.order().head().head();
    ConsistencyProof proof =
        fetched.checked(bytes -> ProofAnswer.parse(bytes, from, larger.size()));
    if (!proof.proves(smaller.head().root(), larger.root())) {
      throw new AttestorException(
              Failure.BAD_PROOF,
              "the consistency proof from size " + from + " does not lead to the exported root",
              "no bundle is written; ask again, and if it lasts, the log's operator")
          .at(fetched.from());
    }
    proofs.put(from, proof);
  }

  /** All are there: they go out in the order of their notes. */
  public void finish(
      @Variable("export") BundleExport export,
      @Variable("proofs") Map<Long, ConsistencyProof> proofs) {
    List<ConsistencyProof> all = new ArrayList<>();
    export.order().further().forEach(note -> all.add(proofs.get(note.head().size())));
    export.order(export.order().proving(all));
  }

  /** A server that cannot be reached is told with what else there is to do. */
  public void giveUp(
      @Variable("export") BundleExport export,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException why = Failures.of(thrown);
    if (why.failure() != Failure.NETWORK) {
      throw why;
    }
    Backend shard = export.order().backend();
    throw new AttestorException(
        Failure.NETWORK,
        "a bundle of '"
            + shard.origin()
            + "' needs consistency proofs to size "
            + export.order().head().head().size()
            + ", and the server does not give them: "
            + why.getMessage(),
        "export again when it answers, which this tells: stella attestor sync --backend "
            + shard.id()
            + "; proofs that are stored are not asked for: stella attestor anchor add --backend "
            + shard.id()
            + " --size SIZE",
        why);
  }
}

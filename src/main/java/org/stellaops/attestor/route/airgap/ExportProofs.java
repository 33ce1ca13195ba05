package org.stellaops.attestor.route.airgap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.stellaops.attestor.bundle.write.ExportSpec;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.proof.HeadAnchor;
import org.stellaops.attestor.rekor.ConsistencyProofResponse;
import org.stellaops.attestor.route.AnchorReader;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.TreeHead;

/** Collects the consistency proofs for the bundle of a log without tiles. */
public record ExportProofs(AnchorReader anchors) {
  /** Whether the bundle has notes of smaller trees and no tiles to prove them. */
  public boolean needsProofs(@Variable("operation") ExportOperation export) {
    return !export.spec.backend().hasTiles() && !export.spec.earlier().isEmpty();
  }

  /** The proofs to the exported head that are stored as anchors, by size of the smaller tree. */
  public Map<Long, ConsistencyProof> storedProofs(@Variable("operation") ExportOperation export) {
    ExportSpec spec = export.spec;
    Map<Long, ConsistencyProof> known = new HashMap<>();
    List<HeadAnchor> stored = anchors.readAll(spec.backend().origin());
    for (SignedCheckpoint note : spec.earlier()) {
      findProof(stored, note.head(), spec.head().head())
          .ifPresent(proof -> known.put(note.head().size(), proof));
    }
    return known;
  }

  private static Optional<ConsistencyProof> findProof(
      List<HeadAnchor> anchors, TreeHead smaller, TreeHead larger) {
    return anchors.stream()
        .map(HeadAnchor::proof)
        .filter(proof -> proof.from() == smaller.size() && proof.to() == larger.size())
        .filter(proof -> proof.proves(smaller.root(), larger.root()))
        .findFirst();
  }

  /** The notes for which only the server has a proof. */
  public List<SignedCheckpoint> missing(
      @Variable("operation") ExportOperation export,
      @Variable("consistencyProofs") Map<Long, ConsistencyProof> proofs) {
    return export.spec.earlier().stream()
        .filter(note -> !proofs.containsKey(note.head().size()))
        .toList();
  }

  /** The request for the proof from the smaller tree to the exported head. */
  public FetchRequest proofRequest(
      @Variable("operation") ExportOperation export,
      @Variable("smallerCheckpoint") SignedCheckpoint smaller) {
    ExportSpec spec = export.spec;
    return FetchRequest.consistencyProof(
        spec.backend(), smaller.head().size(), spec.head().head().size());
  }

  /**
   * Checks a received proof as an importer does, and adds it.
   *
   * @throws AttestorException with {@code bad_proof} if it does not connect the two roots
   */
  public void addProof(
      @Variable("operation") ExportOperation export,
      @Variable("consistencyProofs") Map<Long, ConsistencyProof> proofs,
      @Variable("smallerCheckpoint") SignedCheckpoint smaller,
      @Body Download download) {
    long from = smaller.head().size();
    TreeHead larger = export.spec.head().head();
    ConsistencyProof proof =
        download.check(bytes -> ConsistencyProofResponse.parse(bytes, from, larger.size()));
    if (!proof.proves(smaller.head().root(), larger.root())) {
      throw new AttestorException(
              Failure.BAD_PROOF,
              "the consistency proof from size " + from + " does not lead to the exported root",
              "no bundle was written; export again, and report a repeated failure to the log's"
                  + " operator")
          .withLocation(download.url());
    }
    proofs.put(from, proof);
  }

  /** Sets the proofs of the export, in the order of their notes. */
  public void finish(
      @Variable("operation") ExportOperation export,
      @Variable("consistencyProofs") Map<Long, ConsistencyProof> proofs) {
    List<SignedCheckpoint> notes = export.spec.earlier();
    export.proofs = notes.stream().map(note -> proofs.get(note.head().size())).toList();
  }

  /** Rethrows a failure; for a network failure it adds the alternatives as a hint. */
  public void rethrow(
      @Variable("operation") ExportOperation export,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException error = FailureMapper.map(thrown);
    if (error.failure() != Failure.NETWORK) {
      throw error;
    }
    Backend shard = export.spec.backend();
    throw new AttestorException(
        Failure.NETWORK,
        "cannot get the consistency proofs to size %s that a bundle of '%s' needs: %s"
            .formatted(export.spec.head().head().size(), shard.origin(), error.getMessage()),
        ("export again when 'stella attestor sync --backend %s' succeeds; to store a "
                + "proof in advance, run: stella attestor anchor add --backend %s --size SIZE")
            .formatted(shard.id(), shard.id()),
        error);
  }
}

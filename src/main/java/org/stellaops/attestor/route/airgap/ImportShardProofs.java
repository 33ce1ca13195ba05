package org.stellaops.attestor.route.airgap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Variable;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.read.BundleNotes;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.proof.HeadAnchor;
import org.stellaops.attestor.route.AnchorReader;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Verifies with the consistency proofs of a bundle without tiles that it is consistent with the
 * stored history.
 */
public record ImportShardProofs(CheckpointStore store, AnchorReader anchors) {
  /**
   * Checks that each proof leads from the root of its note to the root of the head.
   *
   * @throws AttestorException with {@code bad_proof} if a proof does not lead to that root
   * @throws ContradictionException if the head begins with another tree than that of a note
   */
  public void checkProofs(@Variable("operation") ImportOperation bundle) {
    BundleNotes notes = bundle.notes();
    for (int i = 0; i < notes.earlier().size(); i++) {
      ConsistencyProof proof = notes.proofs().get(i);
      TileConsistencyProof required =
          new TileConsistencyProof(notes.earlier().get(i).head(), notes.head().head());
      switch (proof.evaluate(required.smaller().root(), required.larger().root())) {
        case PROVES -> {}
        case DISPROVES -> throw required.contradiction(proof);
        case INCONCLUSIVE ->
            throw new AttestorException(
                Failure.BAD_PROOF,
                ("the consistency proof from size %s does not lead to the root that "
                        + "was signed for size %s")
                    .formatted(proof.from(), proof.to()),
                "nothing was changed; export the bundle again");
      }
    }
  }

  /**
   * Compares each note with the stored checkpoint of the same size.
   *
   * @throws ContradictionException with {@code split_view} if the roots differ
   */
  public void requireConsistentNotes(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    List<SignedCheckpoint> all = new ArrayList<>(bundle.notes().earlier());
    all.add(bundle.notes().head());
    for (SignedCheckpoint note : all) {
      store
          .findCheckpoint(update.origin(), note.head().size())
          .map(StoredCheckpoint::head)
          .filter(earlier -> !earlier.equals(note.head()))
          .ifPresent(earlier -> {
            throw new ContradictionException(Failure.SPLIT_VIEW, earlier, note.head(), Map.of());
          });
    }
  }

  /**
   * Checks that the head extends the known head, or is a prefix of it.
   *
   * @throws AttestorException with {@code incomplete} and the missing range if there is a gap
   * @throws ContradictionException with {@code split_view} if an anchor disproves an older head or
   *     the pending one
   */
  public void requireLink(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    HeadTransition transition = update.transition();
    bundle.notes().pending().ifPresent(note -> isAnchored(bundle, update, note.head()));
    if (transition instanceof HeadTransition.Advanced advanced) {
      requireProofFrom(bundle, advanced.pending().size());
    } else if (transition instanceof HeadTransition.Stale stale
        && !isKnown(bundle, update, stale)) {
      bundle.notComparedReason =
          ("the bundle is older than the %s entries of the known tree and was not "
                  + "compared with it: no stored proof leads from size %s to an accepted head")
              .formatted(stale.pending().size(), stale.checkpoint().head().size());
    }
  }

  private static void requireProofFrom(ImportOperation bundle, long known) {
    BundleManifest manifest = bundle.manifest();
    if (bundle.notes().proofs().stream().anyMatch(proof -> proof.from() == known)) {
      return; // its root was compared by requireConsistentNotes
    }
    long base = manifest.base().size();
    String what =
        base > known
            ? ("an earlier bundle is missing: entries %s to %s of '%s' are unknown, and "
                    + "the bundle begins at entry %s")
                .formatted(known, base - 1, manifest.origin(), base)
            : "the bundle does not prove that its tree of size %s extends that of size %s"
                .formatted(manifest.head().size(), known);
    throw new AttestorException(
        Failure.INCOMPLETE,
        what,
        ("import the missing bundle first, or run on the exporting side: stella "
                + "attestor export --backend %s --since %s")
            .formatted(bundle.backend().id(), known));
  }

  private boolean isKnown(ImportOperation bundle, HeadUpdate update, HeadTransition.Stale stale) {
    TreeHead shown = stale.checkpoint().head();
    return shown.size() == 0
        || store.findCheckpoint(update.origin(), shown.size()).isPresent()
        || isAnchored(bundle, update, shown);
  }

  /** Whether an anchor connects the head to an accepted one; other anchors prove nothing. */
  private boolean isAnchored(ImportOperation bundle, HeadUpdate update, TreeHead shown) {
    List<HeadAnchor> all = new ArrayList<>(anchors.readAll(update.origin()));
    for (Map.Entry<String, byte[]> file : bundle.reader.files().entrySet()) {
      if (file.getKey().startsWith("anchors/")) {
        HeadAnchor.tryParse(file.getValue()).ifPresent(all::add);
      }
    }
    boolean anchored = false;
    for (HeadAnchor anchor : all) {
      ConsistencyProof proof = anchor.proof();
      Optional<TreeHead> laterHead =
          store.findCheckpoint(update.origin(), proof.to()).map(StoredCheckpoint::head);
      if (proof.from() == shown.size() && laterHead.isPresent()) {
        switch (proof.evaluate(shown.root(), laterHead.get().root())) {
          case PROVES -> anchored = true;
          case DISPROVES ->
              throw new ContradictionException(Failure.SPLIT_VIEW, laterHead.get(), shown, proof);
          case INCONCLUSIVE -> {} // an anchor of another head
        }
      }
    }
    return anchored;
  }
}

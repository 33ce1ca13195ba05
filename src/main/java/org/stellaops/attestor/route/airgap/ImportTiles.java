package org.stellaops.attestor.route.airgap;

import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.read.InboundSegment;
import org.stellaops.attestor.bundle.read.VerifiedSegment;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.StagedFiles;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeShape;

/** Imports the tree of a bundle: verifies every file, stages new files, publishes them together. */
public record ImportTiles(
    CheckpointStore store, MirrorTree tree, ImportProofs proofs, BundleListener listener) {
  /** Prepares the staging directory, and stages the tiles of the proof. */
  public void begin(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    Set<Tile> retained = proofs.tilesToRetain(bundle, update);
    bundle.setSegments(bundle.reader.segments(bundle.backend(), bundle.verifiedTiles(), retained));
    long coveredSize = update.state().map(LogState::covered).orElse(0L);
    boolean changes =
        !bundle.request.dryRun()
            && bundle.manifest().hasTiles()
            && (isDamaged(update)
                || !(update.transition() instanceof HeadTransition.Stale)
                    && coveredSize < bundle.manifest().to());
    if (changes) {
      bundle.stagedFiles = Optional.of(tree.stage(update.origin()));
      bundle.coveredBefore = coveredSize;
      bundle.damaged = isDamaged(update);
      bundle.verifiedTiles().files().stream()
          .filter(file -> !bundle.damaged || belongs(update, file.resource()))
          .forEach(file -> stage(bundle, file));
    }
    listener.onProgress(bundle.verifiedTiles().tiles().size());
  }

  /** The segments of the tree in order, up to the first failure. */
  public Iterator<InboundSegment> segments(@Variable("operation") ImportOperation bundle) {
    return bundle.firstFailure.until(bundle.segments());
  }

  /** Records the failure of a segment; the segments in flight go on. */
  public void recordFailure(
      @Variable("operation") ImportOperation bundle,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    bundle.firstFailure.record(thrown);
  }

  /** Throws the first failure of the segments, all of which have ended. */
  public void requireNoFailure(@Variable("operation") ImportOperation bundle) throws Exception {
    bundle.firstFailure.requireNone();
  }

  /** Verifies every file of a segment against the hash that its parent commits to. */
  public VerifiedSegment verify(@Body InboundSegment segment) {
    VerifiedSegment verified = segment.verify();
    listener.onProgress(verified.files().size());
    return verified;
  }

  /** Writes the new files of a segment to the staging directory. */
  public void stage(
      @Variable("operation") ImportOperation bundle,
      @Variable("headUpdate") HeadUpdate update,
      @Body VerifiedSegment segment) {
    if (bundle.stagedFiles.isPresent()) {
      segment.files().stream()
          .filter(file -> isNew(bundle, file.resource()) || isLost(bundle, update, file))
          .forEach(file -> stage(bundle, file));
    }
    segment.release();
  }

  private static void stage(ImportOperation bundle, VerifiedFile file) {
    bundle.stagedFiles.orElseThrow().write(file);
    bundle.counters.countWritten(file.resource(), file.length());
  }

  private static boolean isNew(ImportOperation bundle, Resource resource) {
    if (bundle.damaged || resource instanceof EntryBundle && !bundle.backend().mirrorEntries()) {
      return false;
    }
    return resource instanceof Tile tile && tile.level() > 0
        || resource.index() >= bundle.coveredBefore / Resource.FULL;
  }

  /** Whether a damaged mirror needs the file: its own is missing or has another length. */
  private boolean isLost(ImportOperation bundle, HeadUpdate update, VerifiedFile file) {
    Resource resource = file.resource();
    return bundle.damaged
        && (resource instanceof Tile || bundle.backend().mirrorEntries())
        && belongs(update, resource)
        && tree.size(update.origin(), resource).orElse(-1) != file.length();
  }

  /** Whether a file of this width belongs to the tree of the mirror, and was not pruned. */
  private static boolean belongs(HeadUpdate update, Resource resource) {
    LogState state = update.state().orElseThrow();
    return !state.minimum().withholds(resource)
        && (new TreeShape(state.mirrored().size()).width(resource) == resource.width()
            || new TreeShape(state.pending().size()).width(resource) == resource.width());
  }

  private static boolean isDamaged(HeadUpdate update) {
    return update.state().flatMap(LogState::damage).isPresent();
  }

  /** Moves the staged files into the mirror, then advances the covered size. */
  public void publish(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    if (bundle.stagedFiles.isEmpty()) {
      return;
    }
    StagedFiles staged = bundle.stagedFiles.get();
    update.lock().requireValid(update.origin());
    staged.publish();
    BundleManifest manifest = bundle.manifest();
    if (!(update.transition() instanceof HeadTransition.Stale)) {
      store.advanceCovered(update.origin(), manifest.to());
      update.changeState(state -> state.withCovered(manifest.to()));
    }
  }
}

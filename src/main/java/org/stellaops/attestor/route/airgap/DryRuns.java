package org.stellaops.attestor.route.airgap;

import java.util.Optional;
import org.apache.camel.Variable;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.airgap.DryRun.DryRunState;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.route.sync.ObservedCheckpoint;

/** Checks each bundle of a dry run against the state that the bundles before it would produce. */
public final class DryRuns {
  /** Whether the bundle is only checked. */
  public boolean isDryRun(@Variable("importRequest") ImportRequest request) {
    return request.dryRun();
  }

  /** Continues from the earlier bundles, unless the stored state is newer by now. */
  public void resume(
      @Variable("importRequest") ImportRequest request, @Variable("headUpdate") HeadUpdate update) {
    state(request, update).ifPresent(state -> update.assumePending(state.checkpoint()));
  }

  /** The state after the earlier bundles; empty if the stored one is newer or none changed it. */
  private static Optional<DryRunState> state(ImportRequest request, HeadUpdate update) {
    long storedSize = update.state().map(state -> state.pending().size()).orElse(0L);
    return request
        .run()
        .flatMap(run -> run.stateOf(update.origin()))
        .filter(state -> state.pending().size() >= storedSize);
  }

  /** Records the state that a verified bundle would produce; an older bundle changes nothing. */
  public void advance(
      @Variable("importRequest") ImportRequest request,
      @Variable("operation") ImportOperation bundle,
      @Variable("headUpdate") HeadUpdate update) {
    HeadTransition transition = update.transition();
    if (transition instanceof HeadTransition.Stale) {
      return;
    }
    BundleManifest manifest = bundle.manifest();
    long previousCovered = coveredSize(bundle, update);
    ObservedCheckpoint checkpoint =
        new ObservedCheckpoint(transition.checkpoint(), bundle.request.file().toUri().toString());
    long covered = manifest.hasTiles() ? Math.max(previousCovered, manifest.to()) : previousCovered;
    DryRunState next = new DryRunState(checkpoint, covered);
    request.run().ifPresent(run -> run.advance(update.origin(), next));
  }

  /** Number of entries from entry 0 that are on disk, or would be after the earlier bundles. */
  static long coveredSize(ImportOperation bundle, HeadUpdate update) {
    long storedSize = update.state().map(LogState::covered).orElse(0L);
    return state(bundle.request, update)
        .map(state -> Math.max(storedSize, state.coveredSize()))
        .orElse(storedSize);
  }
}

package org.stellaops.attestor.route;

import org.apache.camel.Variable;
import org.stellaops.attestor.bundle.BundleManifest;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.Verdict;
import org.stellaops.attestor.route.DryRun.Foreseen;

/** Holds each bundle of a dry run against what those before it would have moved. */
public final class DryRuns {
  private final CheckpointStore store;

  /** Goes on from what is in this store. */
  public DryRuns(CheckpointStore store) {
    this.store = store;
  }

  /** Whether the bundle is only to be checked. */
  public boolean areMeant(@Variable("request") ImportRequest request) {
    return request.dryRun();
  }

  /** Goes on from the bundles before, unless the mirror itself has come further meanwhile. */
  public void resume(@Variable("request") ImportRequest request, @Variable("cycle") Cycle cycle) {
    long known = store.find(cycle.origin()).map(state -> state.pending().size()).orElse(0L);
    request
        .trial()
        .flatMap(run -> run.of(cycle.origin()))
        .filter(foreseen -> foreseen.pending().size() >= known)
        .ifPresent(cycle::foresaw);
  }

  /** Notes what the bundle would have moved, all of it being proved; an older one moves nothing. */
  public void advance(
      @Variable("request") ImportRequest request,
      @Variable("import") BundleImport bundle,
      @Variable("cycle") Cycle cycle) {
    Verdict verdict = cycle.verdict().orElseThrow();
    if (verdict instanceof Verdict.Stale) {
      return;
    }
    BundleManifest manifest = bundle.manifest();
    long before = covered(store, cycle);
    Sighting newest =
        new Sighting(verdict.checkpoint(), bundle.request().file().toUri().toString());
    Foreseen next =
        new Foreseen(newest, manifest.hasTiles() ? Math.max(before, manifest.to()) : before);
    request.trial().ifPresent(run -> run.moved(cycle.origin(), next));
  }

  /** Entries from the left that are on disk, or would be after the bundles before. */
  static long covered(CheckpointStore store, Cycle cycle) {
    long known = store.find(cycle.origin()).map(LogState::covered).orElse(0L);
    return cycle.foreseen().map(foreseen -> Math.max(known, foreseen.covered())).orElse(known);
  }
}

package org.stellaops.attestor.app.beans;

import java.time.Duration;
import java.util.UUID;
import org.stellaops.attestor.config.RequestSettings;
import org.stellaops.attestor.filetree.FileLogSource;
import org.stellaops.attestor.metrics.Metric;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.EvidenceStore;
import org.stellaops.attestor.route.fetch.HostBackoff;
import org.stellaops.attestor.route.fetch.HttpRequests;
import org.stellaops.attestor.route.fetch.LogReader;
import org.stellaops.attestor.route.fetch.RequestHeaderFilter;
import org.stellaops.attestor.route.fetch.RetryPolicy;
import org.stellaops.attestor.route.sync.CacheLimit;
import org.stellaops.attestor.route.sync.CheckpointWarnings;
import org.stellaops.attestor.route.sync.Checkpoints;
import org.stellaops.attestor.route.sync.ConsistencyProofs;
import org.stellaops.attestor.route.sync.Contradictions;
import org.stellaops.attestor.route.sync.KeyChecks;
import org.stellaops.attestor.route.sync.MirrorAdoption;
import org.stellaops.attestor.route.sync.MirrorChecks;
import org.stellaops.attestor.route.sync.NoteRejections;
import org.stellaops.attestor.route.sync.PeerCheckpoints;
import org.stellaops.attestor.route.sync.SyncCycles;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.route.sync.TileBudget;
import org.stellaops.attestor.route.sync.Tiles;
import org.stellaops.attestor.route.sync.WorkUnits;

/** The objects of sync cycles and of requests to logs. */
final class SyncBeans {
  private final SyncCycles cycles;
  private final Contradictions contradictions;
  private final MirrorChecks mirrorChecks;
  private final HostBackoff hostBackoff;

  SyncBeans(SharedObjects shared, TileBudget budget, Duration lockTimeout, SyncListener listener) {
    BackendCatalog backends = shared.backends();
    CheckpointStore store = shared.store().checkpoints();
    EvidenceStore evidence = shared.store().evidence();
    MirrorTree tree = shared.tree();
    SyncMetrics metrics = shared.syncMetrics();
    var clock = shared.clock();
    CacheLimit cacheLimit =
        new CacheLimit(tree, shared.settings().tiles().maxCacheSizeBytes(), listener, clock);
    shared.page().gauge(Metric.TILE_CACHE_LIMIT, cacheLimit::maxBytes);
    shared
        .page()
        .gauge(
            Metric.TILE_CACHE_BYTES,
            () -> cacheLimit.usedBytes().stream().asDoubleStream().findFirst().orElse(Double.NaN));

    this.cycles =
        shared.bind(
            "syncCycles",
            new SyncCycles(
                backends, store, evidence, shared.store().locks(), metrics, clock, lockTimeout));
    this.mirrorChecks =
        shared.bind(
            "mirrorChecks",
            new MirrorChecks(
                store,
                tree,
                budget.restores(),
                shared.settings().sync().enabled(),
                () -> UUID.randomUUID().toString().replace("-", ""),
                clock));
    shared.bind("mirrorAdoption", new MirrorAdoption(cycles, mirrorChecks, store, tree, clock));
    shared.bind("checkpoints", new Checkpoints(backends, store, tree, metrics, clock));
    shared.bind("consistencyProofs", new ConsistencyProofs(tree));
    this.contradictions =
        shared.bind("contradictions", new Contradictions(store, evidence, metrics, clock));
    shared.bind("peerCheckpoints", new PeerCheckpoints(backends, tree, metrics));
    shared.bind("noteRejections", new NoteRejections(clock));
    shared.bind(
        "checkpointWarnings",
        new CheckpointWarnings(metrics, shared.settings().alerts().noGrowthAfter(), clock));
    shared.bind("cacheLimit", cacheLimit);
    shared.bind("tiles", new Tiles(store, tree, metrics, cacheLimit, budget));
    shared.bind("workUnits", new WorkUnits(backends, tree));
    shared.bind("keyChecks", new KeyChecks(backends, store, clock));
    this.hostBackoff = bindRequests(shared);
  }

  private static HostBackoff bindRequests(SharedObjects shared) {
    RequestSettings requests = shared.settings().sync().requests();
    HostBackoff backoff = new HostBackoff(requests.maxRetryAfter(), shared.clock());
    RetryPolicy retryPolicy =
        new RetryPolicy(requests.retries(), requests.maxRetryAfter(), shared.clock());
    shared.bind(
        "logReader",
        new LogReader(
            shared.backends(),
            new FileLogSource(),
            shared.syncMetrics(),
            shared.treeBuilds()::url));
    shared.bind("httpRequests", new HttpRequests(backoff));
    shared.bind("hostBackoff", backoff);
    shared.bind("retryPolicy", retryPolicy);
    shared.bind("retryAfterDelay", new RetryAfterDelay(retryPolicy));
    shared.bind("requestHeaderFilter", new RequestHeaderFilter());
    return backoff;
  }

  Contradictions contradictions() {
    return contradictions;
  }

  SyncCycles cycles() {
    return cycles;
  }

  MirrorChecks mirrorChecks() {
    return mirrorChecks;
  }

  HostBackoff hostBackoff() {
    return hostBackoff;
  }
}

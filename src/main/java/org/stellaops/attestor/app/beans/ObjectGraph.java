package org.stellaops.attestor.app.beans;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.WatchedConfiguration;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.RequestSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.filetree.AnchorDirectory;
import org.stellaops.attestor.filetree.FileLogSource;
import org.stellaops.attestor.filetree.FileTreeBuildStore;
import org.stellaops.attestor.metrics.AlertMetrics;
import org.stellaops.attestor.metrics.AuditMetrics;
import org.stellaops.attestor.metrics.Metric;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.lookup.TreeBuildStore;
import org.stellaops.attestor.mirror.retention.MirrorPruning;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.FollowedLogResolver;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.MirrorStatus;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.fetch.HostBackoff;
import org.stellaops.attestor.route.fetch.LogReader;
import org.stellaops.attestor.route.fetch.RetryPolicy;
import org.stellaops.attestor.route.maintenance.BackgroundAudit;
import org.stellaops.attestor.route.maintenance.MirroredLogs;
import org.stellaops.attestor.route.maintenance.Pruner;
import org.stellaops.attestor.route.maintenance.Repairs;
import org.stellaops.attestor.route.monitoring.Alerts;
import org.stellaops.attestor.route.monitoring.CachedLogStates;
import org.stellaops.attestor.route.monitoring.HealthEndpoint;
import org.stellaops.attestor.route.rekor.Anchors;
import org.stellaops.attestor.route.rekor.EntryDownloads;
import org.stellaops.attestor.route.rekor.EntryFetches;
import org.stellaops.attestor.route.rekor.ShardProofs;
import org.stellaops.attestor.route.rekor.Shards;
import org.stellaops.attestor.route.sync.CacheLimit;
import org.stellaops.attestor.route.sync.CheckpointWarnings;
import org.stellaops.attestor.route.sync.Checkpoints;
import org.stellaops.attestor.route.sync.ConsistencyProofs;
import org.stellaops.attestor.route.sync.Contradictions;
import org.stellaops.attestor.route.sync.KeyChecks;
import org.stellaops.attestor.route.sync.NoteRejections;
import org.stellaops.attestor.route.sync.PeerCheckpoints;
import org.stellaops.attestor.route.sync.SyncCycles;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.route.sync.TileBudget;
import org.stellaops.attestor.route.sync.Tiles;
import org.stellaops.attestor.route.sync.WorkUnits;

/** The objects of a process that runs routes, built once, each with what it needs. */
public final class ObjectGraph {
  private final Settings settings;
  private final PostgresStore store;
  private final SyncCycles syncCycles;
  private final Checkpoints checkpoints;
  private final ConsistencyProofs consistencyProofs;
  private final Shards shards;
  private final ShardProofs shardProofs;
  private final EntryDownloads entryDownloads;
  private final Anchors anchors;
  private final EntryFetches entryFetches;
  private final Contradictions contradictions;
  private final PeerCheckpoints peerCheckpoints;
  private final NoteRejections noteRejections;
  private final CheckpointWarnings checkpointWarnings;
  private final Alerts alerts;
  private final Tiles tiles;
  private final WorkUnits units;
  private final Repairs repairs;
  private final MirroredLogs mirroredLogs;
  private final Pruner pruner;
  private final CacheLimit cacheLimit;
  private final KeyChecks keyChecks;
  private final WatchedConfiguration configuration;
  private final BackgroundAudit backgroundAudit;
  private final LogReader logReader;
  private final RetryPolicy retryPolicy;
  private final HostBackoff hostBackoff;
  private final HealthEndpoint healthEndpoint;
  private final AirGapBeans airGap;
  private final VerificationBeans verification;
  private final MetricsPage page;
  private final CachedLogStates states;
  private final Clock clock;

  /** Builds everything; nobody watches bundles. */
  public ObjectGraph(
      Settings settings,
      PostgresStore store,
      TileBudget budget,
      Duration lockTimeout,
      SyncListener syncListener,
      Clock clock) {
    this(settings, store, budget, lockTimeout, syncListener, BundleListener.NONE, clock);
  }

  /**
   * Builds everything.
   *
   * @param settings what the operator decided
   * @param store an open store; whoever opened it closes it
   * @param budget how much a cycle may bring
   * @param lockTimeout how long to wait for another process on the same log
   * @param syncListener who watches cycles
   * @param bundleListener who watches bundles
   * @param clock the time
   */
  public ObjectGraph(
      Settings settings,
      PostgresStore store,
      TileBudget budget,
      Duration lockTimeout,
      SyncListener syncListener,
      BundleListener bundleListener,
      Clock clock) {
    this.settings = settings;
    this.store = store;
    BackendCatalog backends = BackendFactory.create(settings);
    MirrorTree tree = PostgresStore.mirrorTree(settings);
    CheckpointStore checkpointStore = store.checkpoints();
    LogLocks locks = store.locks();
    this.page = new MetricsPage();
    this.states =
        new CachedLogStates(checkpointStore, store.evidence(), store.confirmations(), clock);
    this.clock = clock;
    this.configuration = new WatchedConfiguration(settings);
    SyncMetrics metrics = new SyncMetrics(page, clock);
    RequestSettings requests = settings.sync().requests();

    this.syncCycles =
        new SyncCycles(
            backends, checkpointStore, store.evidence(), locks, metrics, clock, lockTimeout);
    this.checkpoints = new Checkpoints(backends, checkpointStore, tree, metrics, clock);
    this.consistencyProofs = new ConsistencyProofs(tree);
    TreeBuildStore treeBuildStore = new FileTreeBuildStore(settings.dataDir().resolve("drafts"));
    this.entryDownloads =
        new EntryDownloads(
            checkpointStore, tree, treeBuildStore, budget, requests.requestsPerSecond());
    AnchorDirectory anchorFiles = new AnchorDirectory(settings.dataDir());
    this.anchors = new Anchors(checkpointStore, anchorFiles::store, new SecureRandom());
    this.entryFetches = new EntryFetches(checkpointStore, anchorFiles::store);
    this.shardProofs = new ShardProofs(checkpointStore);
    this.contradictions = new Contradictions(checkpointStore, store.evidence(), metrics, clock);
    this.peerCheckpoints = new PeerCheckpoints(backends, checkpointStore, tree, metrics);
    this.noteRejections = new NoteRejections(clock);
    this.checkpointWarnings =
        new CheckpointWarnings(metrics, settings.alerts().noGrowthAfter(), clock);
    this.alerts =
        new Alerts(
            store.alerts(),
            new AlertMetrics(page),
            settings.alerts().webhookUrl(),
            () -> settings.alerts().webhookSecret().map(secret -> secret.read(System.getenv())),
            clock);
    this.cacheLimit =
        new CacheLimit(tree, settings.tiles().maxCacheSizeBytes(), syncListener, clock);
    page.gauge(Metric.TILE_CACHE_LIMIT, cacheLimit::maxBytes);
    page.gauge(
        Metric.TILE_CACHE_BYTES,
        () -> cacheLimit.usedBytes().stream().asDoubleStream().findFirst().orElse(Double.NaN));
    this.tiles = new Tiles(checkpointStore, tree, metrics, cacheLimit, budget);
    this.units = new WorkUnits(backends, tree);
    this.repairs = new Repairs(backends, checkpointStore, tree, locks, clock, lockTimeout);
    this.mirroredLogs = new MirroredLogs(backends, new FollowedLogResolver(store.shards()));
    this.pruner =
        new Pruner(
            backends,
            new MirrorPruning(checkpointStore, store.retention(), tree),
            store.retention(),
            locks,
            settings.tiles().autoPruneAfter());
    this.keyChecks = new KeyChecks(backends, checkpointStore, clock);
    AuditMetrics auditMetrics = new AuditMetrics(page);
    auditMetrics.registerPeriod(() -> configuration.schedule().auditPeriod());
    this.backgroundAudit =
        new BackgroundAudit(
            backends,
            checkpointStore,
            tree,
            auditMetrics,
            settings.audit().bytesPerSecond(),
            clock);
    backgroundAudit.registerMetrics();
    this.logReader = new LogReader(backends, new FileLogSource(), metrics, treeBuildStore::url);
    this.retryPolicy = new RetryPolicy(requests.retries(), requests.maxRetryAfter(), clock);
    this.hostBackoff = new HostBackoff(requests.maxRetryAfter(), clock);
    this.healthEndpoint =
        new HealthEndpoint(backends, states, this::staleAfter, nonCritical(settings), clock);
    healthEndpoint.register(metrics);
    backends.ids().forEach(id -> showLimits(metrics, id));
    this.shards =
        new Shards(
            backends,
            checkpointStore,
            store.shards(),
            shard -> {
              healthEndpoint.register(metrics, shard);
              showLimits(metrics, shard.id());
            },
            clock);
    this.airGap =
        new AirGapBeans(
            settings,
            store,
            backends,
            tree,
            anchorFiles::readableAnchors,
            syncCycles,
            page,
            bundleListener,
            clock);
    this.verification = new VerificationBeans(settings, page, clock);
  }

  private void showLimits(SyncMetrics metrics, String id) {
    metrics.registerLimits(id, this::staleAfter, settings.alerts().noGrowthAfter());
  }

  private Duration staleAfter() {
    return configuration.schedule().staleAfter();
  }

  /** What is said of a backend in one word, by the rhythm of now. */
  public MirrorStatus mirrorStatus() {
    return new MirrorStatus(settings.sync().enableTileSync(), staleAfter());
  }

  private static Set<String> nonCritical(Settings settings) {
    return settings.backends().stream()
        .filter(backend -> !backend.critical())
        .map(BackendSettings::id)
        .collect(Collectors.toSet());
  }

  public CachedLogStates states() {
    return states;
  }

  public Clock clock() {
    return clock;
  }

  public Settings settings() {
    return settings;
  }

  PostgresStore store() {
    return store;
  }

  SyncCycles syncCycles() {
    return syncCycles;
  }

  Checkpoints checkpoints() {
    return checkpoints;
  }

  ConsistencyProofs consistencyProofs() {
    return consistencyProofs;
  }

  Shards shards() {
    return shards;
  }

  Anchors anchors() {
    return anchors;
  }

  EntryFetches entryFetches() {
    return entryFetches;
  }

  EntryDownloads entryDownloads() {
    return entryDownloads;
  }

  ShardProofs shardProofs() {
    return shardProofs;
  }

  Contradictions contradictions() {
    return contradictions;
  }

  PeerCheckpoints peerCheckpoints() {
    return peerCheckpoints;
  }

  NoteRejections noteRejections() {
    return noteRejections;
  }

  CheckpointWarnings checkpointWarnings() {
    return checkpointWarnings;
  }

  Alerts alerts() {
    return alerts;
  }

  Tiles tiles() {
    return tiles;
  }

  WorkUnits units() {
    return units;
  }

  public WatchedConfiguration configuration() {
    return configuration;
  }

  KeyChecks keyChecks() {
    return keyChecks;
  }

  public BackgroundAudit backgroundAudit() {
    return backgroundAudit;
  }

  Repairs repairs() {
    return repairs;
  }

  MirroredLogs mirroredLogs() {
    return mirroredLogs;
  }

  Pruner pruner() {
    return pruner;
  }

  CacheLimit cacheLimit() {
    return cacheLimit;
  }

  LogReader logReader() {
    return logReader;
  }

  RetryPolicy retryPolicy() {
    return retryPolicy;
  }

  public HostBackoff hostBackoff() {
    return hostBackoff;
  }

  /** The meters of this process. */
  public MetricsPage page() {
    return page;
  }

  public AirGapBeans airGap() {
    return airGap;
  }

  public VerificationBeans verification() {
    return verification;
  }

  HealthEndpoint healthEndpoint() {
    return healthEndpoint;
  }
}

package org.stellaops.attestor.app;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.RequestSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.filetree.AnchorFiles;
import org.stellaops.attestor.filetree.FileDrafts;
import org.stellaops.attestor.filetree.SourceTree;
import org.stellaops.attestor.metrics.AlertMetrics;
import org.stellaops.attestor.metrics.AuditMetrics;
import org.stellaops.attestor.metrics.CacheMetrics;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.Drafts;
import org.stellaops.attestor.mirror.FollowedLogs;
import org.stellaops.attestor.mirror.LogLocks;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.Pruning;
import org.stellaops.attestor.mirror.StatusWord;
import org.stellaops.attestor.route.Alerts;
import org.stellaops.attestor.route.Anchors;
import org.stellaops.attestor.route.Audits;
import org.stellaops.attestor.route.BundleWatch;
import org.stellaops.attestor.route.BusyServers;
import org.stellaops.attestor.route.CacheLimit;
import org.stellaops.attestor.route.Checkpoints;
import org.stellaops.attestor.route.Comparisons;
import org.stellaops.attestor.route.Contradictions;
import org.stellaops.attestor.route.Crawls;
import org.stellaops.attestor.route.Cycles;
import org.stellaops.attestor.route.Doubts;
import org.stellaops.attestor.route.Downloads;
import org.stellaops.attestor.route.EntryFetches;
import org.stellaops.attestor.route.Keys;
import org.stellaops.attestor.route.LogStates;
import org.stellaops.attestor.route.MirroredLogs;
import org.stellaops.attestor.route.Observations;
import org.stellaops.attestor.route.Patience;
import org.stellaops.attestor.route.Progress;
import org.stellaops.attestor.route.Proofs;
import org.stellaops.attestor.route.Prunes;
import org.stellaops.attestor.route.Refusals;
import org.stellaops.attestor.route.Repairs;
import org.stellaops.attestor.route.ShardProofs;
import org.stellaops.attestor.route.Shards;
import org.stellaops.attestor.route.TileBudget;
import org.stellaops.attestor.route.Tiles;
import org.stellaops.attestor.route.Units;

/** The objects of a process that runs routes, built once, each with what it needs. */
public final class ObjectGraph {
  private final Settings settings;
  private final Store store;
  private final Cycles cycles;
  private final Checkpoints checkpoints;
  private final Proofs proofs;
  private final Shards shards;
  private final ShardProofs shardProofs;
  private final Crawls crawls;
  private final Anchors anchors;
  private final EntryFetches entryFetches;
  private final Contradictions contradictions;
  private final Comparisons comparisons;
  private final Refusals refusals;
  private final Doubts doubts;
  private final Alerts alerts;
  private final Tiles tiles;
  private final Units units;
  private final Repairs repairs;
  private final MirroredLogs mirroredLogs;
  private final Prunes prunes;
  private final CacheLimit cacheLimit;
  private final Keys keys;
  private final WatchedConfiguration configuration;
  private final Audits audits;
  private final Downloads downloads;
  private final Patience patience;
  private final BusyServers busyServers;
  private final Observations observations;
  private final AirGap airGap;
  private final Verifying verifying;
  private final MetricsPage page;
  private final LogStates states;
  private final Clock clock;

  /** Builds everything; nobody watches bundles. */
  public ObjectGraph(
      Settings settings,
      Store store,
      TileBudget budget,
      Duration lockPatience,
      Progress progress,
      Clock clock) {
    this(settings, store, budget, lockPatience, progress, BundleWatch.SILENT, clock);
  }

  /**
   * Builds everything.
   *
   * @param settings what the operator decided
   * @param store an open store; whoever opened it closes it
   * @param budget how much a cycle may bring
   * @param lockPatience how long to wait for another process on the same log
   * @param progress who watches cycles
   * @param bundles who watches bundles
   * @param clock the time
   */
  public ObjectGraph(
      Settings settings,
      Store store,
      TileBudget budget,
      Duration lockPatience,
      Progress progress,
      BundleWatch bundles,
      Clock clock) {
    this.settings = settings;
    this.store = store;
    BackendCatalog backends = BackendReader.read(settings);
    MirrorTree tree = Store.tree(settings);
    CheckpointStore heads = store.checkpoints();
    LogLocks locks = store.locks();
    this.page = new MetricsPage();
    this.states = new LogStates(heads, store.evidence(), store.confirmations(), clock);
    this.clock = clock;
    this.configuration = new WatchedConfiguration(settings);
    SyncMetrics metrics = new SyncMetrics(page, clock);
    RequestSettings requests = settings.sync().requests();

    this.cycles =
        new Cycles(backends, heads, store.evidence(), locks, metrics, clock, lockPatience);
    this.checkpoints = new Checkpoints(backends, heads, tree, metrics, clock);
    this.proofs = new Proofs(tree);
    Drafts drafts = new FileDrafts(settings.dataDir().resolve("drafts"));
    this.crawls = new Crawls(heads, tree, drafts, budget, requests.requestsPerSecond());
    AnchorFiles anchorFiles = new AnchorFiles(settings.dataDir());
    this.anchors = new Anchors(heads, anchorFiles::keep, new SecureRandom());
    this.entryFetches = new EntryFetches(heads, anchorFiles::keep);
    this.shardProofs = new ShardProofs(heads);
    this.contradictions = new Contradictions(heads, store.evidence(), metrics, clock);
    this.comparisons = new Comparisons(backends, heads, tree, metrics);
    this.refusals = new Refusals(clock);
    this.doubts = new Doubts(metrics, settings.alerts().noGrowthAfter(), clock);
    this.alerts =
        new Alerts(
            store.alerts(),
            new AlertMetrics(page),
            settings.alerts().webhookUrl(),
            () -> settings.alerts().webhookSecret().map(secret -> secret.read(System.getenv())),
            clock);
    this.cacheLimit = new CacheLimit(tree, settings.tiles().maxCacheSizeBytes(), progress, clock);
    new CacheMetrics(page).show(cacheLimit::most, cacheLimit::known);
    this.tiles = new Tiles(backends, heads, tree, metrics, cacheLimit, budget);
    this.units = new Units(backends, tree);
    this.repairs = new Repairs(backends, heads, tree, locks, clock, lockPatience);
    this.mirroredLogs = new MirroredLogs(backends, new FollowedLogs(store.shards()));
    this.prunes =
        new Prunes(
            backends,
            new Pruning(heads, store.retention(), tree),
            store.retention(),
            locks,
            settings.tiles().autoPruneAfter());
    this.keys = new Keys(backends, heads, clock);
    AuditMetrics auditMetrics = new AuditMetrics(page);
    auditMetrics.showPeriod(() -> configuration.rhythm().auditPeriod());
    this.audits =
        new Audits(backends, heads, tree, auditMetrics, settings.audit().bytesPerSecond(), clock);
    audits.show();
    this.downloads = new Downloads(backends, new SourceTree(), metrics, drafts::place);
    this.patience = new Patience(requests.retries(), requests.maxRetryAfter(), clock);
    this.busyServers = new BusyServers(requests.maxRetryAfter(), clock);
    this.observations =
        new Observations(backends, states, page, this::staleAfter, dispensable(settings), clock);
    observations.show(metrics);
    backends.ids().forEach(id -> showLimits(metrics, id));
    this.shards =
        new Shards(
            backends,
            heads,
            store.shards(),
            shard -> {
              observations.show(metrics, shard);
              showLimits(metrics, shard.id());
            },
            clock);
    this.airGap =
        new AirGap(settings, store, backends, tree, anchorFiles::readable, page, bundles, clock);
    this.verifying = new Verifying(settings, page, clock);
  }

  private void showLimits(SyncMetrics metrics, String id) {
    metrics.showLimits(id, this::staleAfter, settings.alerts().noGrowthAfter());
  }

  private Duration staleAfter() {
    return configuration.rhythm().staleAfter();
  }

  /** What is said of a backend in one word, by the rhythm of now. */
  StatusWord word() {
    return new StatusWord(settings.sync().enableTileSync(), staleAfter());
  }

  private static Set<String> dispensable(Settings settings) {
    return settings.backends().stream()
        .filter(backend -> !backend.critical())
        .map(BackendSettings::id)
        .collect(Collectors.toSet());
  }

  LogStates states() {
    return states;
  }

  Clock clock() {
    return clock;
  }

  Settings settings() {
    return settings;
  }

  Store store() {
    return store;
  }

  Cycles cycles() {
    return cycles;
  }

  Checkpoints checkpoints() {
    return checkpoints;
  }

  Proofs proofs() {
    return proofs;
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

  Crawls crawls() {
    return crawls;
  }

  ShardProofs shardProofs() {
    return shardProofs;
  }

  Contradictions contradictions() {
    return contradictions;
  }

  Comparisons comparisons() {
    return comparisons;
  }

  Refusals refusals() {
    return refusals;
  }

  Doubts doubts() {
    return doubts;
  }

  Alerts alerts() {
    return alerts;
  }

  Tiles tiles() {
    return tiles;
  }

  Units units() {
    return units;
  }

  WatchedConfiguration configuration() {
    return configuration;
  }

  Keys keys() {
    return keys;
  }

  Audits audits() {
    return audits;
  }

  Repairs repairs() {
    return repairs;
  }

  MirroredLogs mirroredLogs() {
    return mirroredLogs;
  }

  Prunes prunes() {
    return prunes;
  }

  CacheLimit cacheLimit() {
    return cacheLimit;
  }

  Downloads downloads() {
    return downloads;
  }

  Patience patience() {
    return patience;
  }

  BusyServers busyServers() {
    return busyServers;
  }

  /** The meters of this process. */
  public MetricsPage page() {
    return page;
  }

  AirGap airGap() {
    return airGap;
  }

  Verifying verifying() {
    return verifying;
  }

  Observations observations() {
    return observations;
  }
}

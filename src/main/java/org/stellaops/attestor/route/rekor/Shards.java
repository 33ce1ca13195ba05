package org.stellaops.attestor.route.rekor;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.ShardStore;
import org.stellaops.attestor.rekor.LogInfo;
import org.stellaops.attestor.rekor.ShardInfo;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.route.fetch.ApiRequest;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchContext;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.sync.AdvertisedShard;
import org.stellaops.attestor.route.sync.LogTypeProbe;

/** Detects Rekor v1 servers and discovers their shards. */
public final class Shards {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");

  private final BackendCatalog backends;
  private final CheckpointStore store;
  private final ShardStore shards;
  private final Consumer<Backend> followedListener;
  private final Clock clock;
  private final Map<String, Boolean> detected = new ConcurrentHashMap<>();
  private final Set<String> announced = ConcurrentHashMap.newKeySet();

  /**
   * Keeps shards in this store.
   *
   * @param followedListener called once for each shard that is followed
   */
  public Shards(
      BackendCatalog backends,
      CheckpointStore store,
      ShardStore shards,
      Consumer<Backend> followedListener,
      Clock clock) {
    this.backends = backends;
    this.store = store;
    this.shards = shards;
    this.followedListener = followedListener;
    this.clock = clock;
  }

  /** Whether the type of the log is neither configured nor detected yet. */
  public boolean isUndetermined(@Variable("backend") String id) {
    Backend server = server(id);
    return server.kind() == LogKind.UNKNOWN
        && !detected.containsKey(server.id())
        && store.find(server.origin()).isEmpty()
        && !isFollowed(server);
  }

  private boolean isFollowed(Backend server) {
    return shards.of(server.id()).stream().anyMatch(Shard::isAccepted);
  }

  public ShardDiscovery begin(
      @Variable("backend") String id, @Variable("operation") Operation started) {
    Backend server = server(id);
    return new ShardDiscovery(id, server, started, found -> setRekorV1(server, found));
  }

  private void setRekorV1(Backend server, boolean found) {
    if (found) {
      detected.put(server.id(), true);
      LOG.info("{}: {} is a Rekor v1 server", server.id(), server.readUrls().get(0));
    } else {
      LOG.debug("{}: no Rekor v1 server", server.id());
    }
  }

  /** The request for the state of all shards, which only a Rekor v1 server has. */
  public FetchRequest logInfoRequest(@Variable("operation") FetchContext context) {
    return FetchRequest.of(
        Backend.serverId(context.backendId()), ApiRequest.get(LogInfo.PATH, "", LogInfo.MAX_BYTES));
  }

  /** Reads the response to a probe, which is the log info of a Rekor v1 server. */
  public void probeSucceeded(@Variable("operation") LogTypeProbe probe, @Body Download download) {
    LogInfo.parse(download.bytes());
    probe.setRekorV1(true);
  }

  /** The log is not a Rekor v1 server or does not respond; its checkpoint fetch reports why. */
  public void probeFailed(@Variable("operation") LogTypeProbe probe) {
    probe.setRekorV1(false);
  }

  /** Whether the backend is a Rekor v1 server, or one of its shards. */
  public boolean hasShards(@Variable("backend") String id) {
    Backend server = server(id);
    return switch (server.kind()) {
      case REKOR_V1 -> true;
      case UNKNOWN -> detected.getOrDefault(server.id(), false) || isFollowed(server);
      case TILES, SHARD -> false;
    };
  }

  public void readLogInfo(
      @Variable("operation") ShardDiscovery discovery, @Body Download download) {
    discovery.received(download.check(LogInfo::parse), download.url().toString());
  }

  /** Records the shards whose notes are signed with a configured key or with an unknown one. */
  public void recordShards(@Variable("operation") ShardDiscovery discovery) {
    shards.recordAdvertised(
        discovery.server().id(),
        treeIds(discovery, tree -> tree.active() && isSigned(discovery.server(), tree)),
        treeIds(discovery, tree -> !tree.active() && isSigned(discovery.server(), tree)),
        treeIds(discovery, tree -> hasUnknownKey(discovery.server(), tree)),
        clock.instant());
  }

  private static List<TreeId> treeIds(ShardDiscovery discovery, Predicate<ShardInfo> filter) {
    return discovery.info().shards().stream()
        .filter(filter)
        .flatMap(tree -> tree.resolveTreeId(discovery.server().origin()).stream())
        .toList();
  }

  private boolean isSigned(Backend server, ShardInfo tree) {
    return failure(server, tree).equals(Optional.empty());
  }

  private boolean hasUnknownKey(Backend server, ShardInfo tree) {
    return failure(server, tree).equals(Optional.of(Failure.UNTRUSTED_KEY));
  }

  /** Why the note cannot be opened; the cycle of the shard, which opens it again, reports it. */
  private Optional<Failure> failure(Backend server, ShardInfo tree) {
    Optional<Backend> shard = tree.resolveTreeId(server.origin()).map(server::shard);
    try {
      shard.ifPresent(log -> log.log().open(tree.raw(), backends.keys()));
      return shard.isPresent() ? Optional.empty() : Optional.of(Failure.INVALID_NOTE);
    } catch (AttestorException e) {
      return Optional.of(e.failure());
    }
  }

  /** The shards in the server's response, and accepted ones that are missing from it. */
  public List<AdvertisedShard> advertised(@Variable("operation") ShardDiscovery discovery) {
    Backend server = discovery.server();
    List<Shard> known = shards.of(server.id());
    List<Backend> accepted =
        known.stream().filter(Shard::isAccepted).map(each -> server.shard(each.tree())).toList();
    accepted.stream().filter(shard -> announced.add(shard.id())).forEach(followedListener);
    List<AdvertisedShard> advertised = new ArrayList<>();
    for (ShardInfo tree : discovery.info().shards()) {
      Optional<TreeId> id = tree.resolveTreeId(server.origin());
      advertised.add(
          new AdvertisedShard(
              id.map(server::shard).orElse(server),
              Optional.of(tree.raw()),
              discovery.url(),
              !isSigned(server, tree)
                  || known.stream()
                      .filter(each -> id.equals(Optional.of(each.tree())))
                      .allMatch(Shard::isAccepted),
              !tree.active(),
              discovery.info().firstIndex(tree),
              tree.unsignedMismatches(server.origin())));
    }
    Set<String> advertisedIds =
        advertised.stream().map(AdvertisedShard::id).collect(Collectors.toSet());
    accepted.stream()
        .filter(shard -> !advertisedIds.contains(shard.id()))
        .map(shard ->
            new AdvertisedShard(
                shard, Optional.empty(), discovery.url(), true, false, 0, List.of()))
        .forEach(advertised::add);
    List<AdvertisedShard> included =
        advertised.stream().filter(each -> discovery.includes(each.shard())).toList();
    if (included.isEmpty()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "backend '" + server.id() + "' does not have the requested shard",
          "run: stella attestor backend shards " + server.id());
    }
    return included;
  }

  private Backend server(String id) {
    return backends.get(Backend.serverId(id));
  }
}

package org.stellaops.attestor.route;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.ShardStore;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.rekor.LogInfo;
import org.stellaops.attestor.rekor.ShownTree;

/** Finds out which servers have shards, and learns which shards there are. */
public final class Shards {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");

  private final BackendCatalog backends;
  private final CheckpointStore store;
  private final ShardStore shards;
  private final Consumer<Backend> newcomers;
  private final Clock clock;
  private final Map<String, Boolean> sought = new ConcurrentHashMap<>();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * Keeps shards in this store.
   *
   * @param newcomers who is told once of each shard that is followed
   */
  public Shards(
      BackendCatalog backends,
      CheckpointStore store,
      ShardStore shards,
      Consumer<Backend> newcomers,
      Clock clock) {
    this.backends = backends;
    this.store = store;
    this.shards = shards;
    this.newcomers = newcomers;
    this.clock = clock;
  }

  /** Whether nobody has said what kind of log it is, and it was not found out before. */
  public boolean areUnsought(@Variable("backend") String id) {
    Backend server = server(id);
    return server.kind() == LogKind.UNKNOWN
        && !sought.containsKey(server.id())
        && store.find(server.origin()).isEmpty()
        && shards.of(server.id()).isEmpty();
  }

  /** Begins to visit a server. */
  public ShardVisit begin(@Variable("backend") String id) {
    return new ShardVisit(id, server(id));
  }

  /** The state of all shards, which only a Rekor v1 server has. */
  public Request question(@Variable("visit") ShardVisit visit) {
    return visit.requests().get(0);
  }

  /** What came shows whether it is a Rekor v1 server. */
  public void find(@Variable("visit") ShardVisit visit, @Body Fetched fetched) {
    LogInfo.parse(fetched.bytes());
    sought.put(visit.server().id(), true);
    LOG.info("{}: {} is a Rekor v1 server", visit.server().id(), visit.server().readUrls().get(0));
  }

  /** Nothing of the kind came: it may have tiles, and if not, looking for those will say why. */
  public void giveUp(@Variable("visit") ShardVisit visit) {
    LOG.debug("{}: no Rekor v1 server", visit.server().id());
  }

  /** Whether the backend is a Rekor v1 server, or one of its shards. */
  public boolean areBehind(@Variable("backend") String id) {
    Backend server = server(id);
    return switch (server.kind()) {
      case REKOR_V1 -> true;
      case UNKNOWN -> sought.getOrDefault(server.id(), false) || !shards.of(server.id()).isEmpty();
      case TILES, SHARD -> false;
    };
  }

  /** What to ask the server for: the state of all shards. */
  public List<Request> requests(@Variable("visit") ShardVisit visit) {
    return visit.requests();
  }

  /** Reads what came. */
  public void read(@Variable("visit") ShardVisit visit, @Body Fetched fetched) {
    visit.came(fetched.checked(LogInfo::parse), fetched.from().toString());
  }

  /** Notes which shards there are, as far as their notes are signed with the server's key. */
  public void learn(@Variable("visit") ShardVisit visit) {
    shards.shown(visit.server().id(), signed(visit, true), signed(visit, false), clock.instant());
  }

  private List<TreeId> signed(ShardVisit visit, boolean active) {
    return visit.info().trees().stream()
        .filter(tree -> tree.active() == active && isSigned(visit.server(), tree))
        .flatMap(tree -> tree.tree(visit.server().origin()).stream())
        .toList();
  }

  private boolean isSigned(Backend server, ShownTree tree) {
    Optional<Backend> shard = tree.tree(server.origin()).map(server::shard);
    try {
      return shard.isPresent()
          && shard.get().log().open(tree.raw(), backends.keys()).origin() != null;
    } catch (AttestorException e) {
      return false; // the cycle of that shard opens it again, and tells
    }
  }

  /** Each shard that the server shows, and each that it should show. */
  public List<ShownShard> shown(@Variable("visit") ShardVisit visit) {
    Backend server = visit.server();
    List<Shard> known = shards.of(server.id());
    known.stream()
        .filter(Shard::accepted)
        .map(each -> server.shard(each.tree()))
        .filter(shard -> told.add(shard.id()))
        .forEach(newcomers);
    List<ShownShard> all = new ArrayList<>();
    for (ShownTree tree : visit.info().trees()) {
      Optional<TreeId> id = tree.tree(server.origin());
      all.add(
          new ShownShard(
              id.map(server::shard).orElse(server),
              Optional.of(tree.raw()),
              visit.from(),
              known.stream().noneMatch(each -> isProposed(each, id)),
              !tree.active(),
              visit.info().firstIndex(tree),
              tree.lies(server.origin())));
    }
    Set<String> there = all.stream().map(ShownShard::id).collect(Collectors.toSet());
    Stream<ShownShard> absent =
        known.stream()
            .filter(Shard::accepted)
            .map(each -> server.shard(each.tree()))
            .filter(shard -> !there.contains(shard.id()))
            .map(shard ->
                new ShownShard(shard, Optional.empty(), visit.from(), true, false, 0, List.of()));
    List<ShownShard> wanted =
        Stream.concat(all.stream(), absent).filter(each -> visit.wants(each.shard())).toList();
    if (wanted.isEmpty()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "backend '" + server.id() + "' has no such shard",
          "see: stella attestor backend shards " + server.id());
    }
    return wanted;
  }

  private static boolean isProposed(Shard known, Optional<TreeId> tree) {
    return !known.accepted() && tree.filter(known.tree()::equals).isPresent();
  }

  private Backend server(String id) {
    return backends.get(Backend.server(id));
  }
}

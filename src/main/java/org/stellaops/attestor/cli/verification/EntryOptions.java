package org.stellaops.attestor.cli.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.OfflineMirrorLookup;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.lookup.LeafSearch;
import org.stellaops.attestor.mirror.lookup.LocalMirror;
import org.stellaops.attestor.mirror.store.FollowedLogResolver;
import org.stellaops.attestor.tlog.Hash;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Selects an entry of a mirror by index, content or leaf hash. */
final class EntryOptions {
  @Option(
      names = "--backend",
      paramLabel = "ID",
      description =
          "The backend whose mirror is searched: ID, or ID/TREEID for a shard. With ID, the only "
              + "shard that has the entry. Default: the only enabled one.")
  private @Nullable String backend;

  @Option(
      names = "--index",
      paramLabel = "N",
      description = "The index of the entry in the tree. The first entry has index 0.")
  private @Nullable Long index;

  @Mixin private LeafOptions leaf;

  boolean isGiven() {
    return backend != null || index != null || leaf.isGiven();
  }

  /**
   * Finds the entry and proves that the mirrored checkpoint commits to it.
   *
   * @param maxAge the maximum age of the mirrored checkpoint
   * @throws AttestorException with {@code not_included} if the mirror does not contain the entry,
   *     with {@code incomplete} if tiles are missing to decide
   */
  MirroredEntry find(Settings settings, Optional<Duration> maxAge, Instant now) {
    LocalMirror mirror = openMirror(settings);
    boolean quarantined = OfflineMirrorLookup.isQuarantined(settings, mirror.backend().origin());
    Duration age = mirror.mirrored().age(now);
    if (maxAge.isPresent() && age.compareTo(maxAge.get()) > 0) {
      throw new AttestorException(
          Failure.STALE,
          "the mirror was last confirmed " + Format.age(age) + " ago",
          mirror.backend().updateHint());
    }
    Optional<Hash> expected = leaf.hash();
    Long givenIndex = index;
    if (givenIndex != null) {
      return new MirroredEntry(
          mirror, givenIndex, leafHashAt(mirror, givenIndex, expected), quarantined);
    }
    Hash hash =
        expected.orElseThrow(() ->
            new UsageException(
                "no entry is named", "add --index N, --entry FILE or --leaf-hash HASH"));
    return new MirroredEntry(mirror, search(mirror, hash), hash, quarantined);
  }

  private LocalMirror openMirror(Settings settings) {
    String given = backend;
    Backend log = given == null ? onlyBackend(settings) : BackendFactory.create(settings, given);
    String id = log.id();
    MirrorTree tree = PostgresStore.mirrorTree(settings);
    return LocalMirror.open(tree, log)
        .or(() -> onlyShard(settings, tree, log))
        .orElseThrow(() ->
            new AttestorException(
                Failure.INCOMPLETE,
                "backend '" + id + "': nothing is mirrored yet",
                log.updateHint()));
  }

  /** The only shard of a Rekor v1 server with the entry; empty if no shard is mirrored. */
  private Optional<LocalMirror> onlyShard(Settings settings, MirrorTree tree, Backend server) {
    if (server.kind() != LogKind.REKOR_V1 && server.kind() != LogKind.UNKNOWN) {
      return Optional.empty();
    }
    List<LocalMirror> mirrors;
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      mirrors =
          new FollowedLogResolver(store.shards())
              .mirroredLogsOf(server).stream()
                  .flatMap(log -> LocalMirror.open(tree, log).stream())
                  .toList();
    }
    if (mirrors.size() < 2) {
      return mirrors.stream().findFirst();
    }
    List<LocalMirror> found = mirrors.stream().filter(this::hasEntry).toList();
    if (found.size() == 1) {
      return Optional.of(found.get(0));
    }
    String ids =
        (found.isEmpty() ? mirrors : found)
            .stream().map(mirror -> mirror.backend().id()).collect(Collectors.joining(", "));
    throw found.isEmpty()
        ? new AttestorException(
            Failure.INCOMPLETE,
            "no mirrored shard of '" + server.id() + "' has the entry; searched: " + ids,
            server.updateHint())
        : new UsageException(
            "%d shards of '%s' have such an entry: %s".formatted(found.size(), server.id(), ids),
            "add one of them: --backend " + found.get(0).backend().id());
  }

  private boolean hasEntry(LocalMirror mirror) {
    Optional<Hash> expected = leaf.hash();
    Long at = index;
    if (at == null) {
      LeafSearch search = new LeafSearch(mirror);
      return expected
          .map(hash -> search.find(hash, 0, search.tileCount()).isPresent())
          .orElse(true);
    }
    return at >= 0
        && at < mirror.head().size()
        && expected.map(mirror.leafHash(at)::equals).orElse(true);
  }

  private static Backend onlyBackend(Settings settings) {
    List<Backend> enabled = BackendFactory.create(settings).backends();
    if (enabled.size() != 1) {
      throw new UsageException(
          "it is not clear which log is meant: %d backends are enabled".formatted(enabled.size()),
          "add --backend ID, one of those in: stella attestor backend list");
    }
    return enabled.get(0);
  }

  private static Hash leafHashAt(LocalMirror mirror, long index, Optional<Hash> expected) {
    if (index < 0) {
      throw new UsageException("--index is out of range: " + index, "use 0 or more");
    }
    long size = mirror.head().size();
    if (index >= size) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          "the mirror of '" + mirror.backend().origin() + "' has only " + size + " entries",
          mirror.backend().updateHint());
    }
    Hash hash = mirror.leafHash(index);
    if (expected.isPresent() && !expected.get().equals(hash)) {
      throw new AttestorException(
          Failure.NOT_INCLUDED,
          "entry " + index + " has the leaf hash " + hash.hex() + ", not " + expected.get().hex(),
          "to search the whole mirror, leave out --index");
    }
    return hash;
  }

  private static long search(LocalMirror mirror, Hash hash) {
    LeafSearch search = new LeafSearch(mirror);
    OptionalLong found = search.find(hash, 0, search.tileCount());
    if (found.isPresent()) {
      return found.getAsLong();
    }
    boolean complete = search.missingTileCount() == 0;
    throw new AttestorException(
        complete ? Failure.NOT_INCLUDED : Failure.INCOMPLETE,
        "no entry with leaf hash %s among the %s entries of the mirror%s"
            .formatted(
                hash.hex(),
                Format.count(mirror.head().size()),
                complete
                    ? ""
                    : "; "
                        + Format.count(
                            search.missingTileCount(), "tile is missing", "tiles are missing")),
        "the entry may be newer than the mirror or belong to another log");
  }
}

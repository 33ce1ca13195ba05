package org.stellaops.attestor.route;

import java.time.Clock;
import java.util.List;
import org.stellaops.attestor.bundle.BundleManifest;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.ShardStore;
import org.stellaops.attestor.mirror.TreeId;

/** Lets bundles of shards in, whose notes are signed with the server's key by then. */
public final class ShardAdmission {
  private final ShardStore shards;
  private final Clock clock;

  /** Keeps shards in this store. */
  public ShardAdmission(ShardStore shards, Clock clock) {
    this.shards = shards;
    this.clock = clock;
  }

  /**
   * Takes a shard up as a visit to its server would: the first there is, a later one only after an
   * operator has accepted it. Lets any other log pass, if the bundle proves it as it is followed.
   *
   * @throws AttestorException with {@code new_shard} if nobody has, with {@code configuration} if
   *     what a bundle brings of a shard is not wanted
   */
  void admit(Backend log, BundleManifest manifest) {
    String server = Backend.server(log.id());
    if (manifest.provesByTiles() && !log.hasTiles()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "the bundle has tiles of '" + log.origin() + "', of which only checkpoints are followed",
          "write type: rekor-v1 and mirrorEntries: true for backend '" + server + "'");
    }
    if (!manifest.provesByTiles() && log.hasTiles()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "the bundle has not one tile of '" + log.origin() + "', which is mirrored with its tiles",
          log.kind() == LogKind.SHARD
              ? "write mirrorEntries: false for backend '"
                  + server
                  + "', or export where it is true"
              : "export it where the log is followed with its tiles");
    }
    if (log.kind() != LogKind.SHARD) {
      return;
    }
    TreeId tree = Backend.treeId(log.id()).orElseThrow();
    if (known(server, tree).isEmpty()) {
      shards.shown(server, List.of(tree), List.of(), clock.instant());
    }
    if (known(server, tree).stream().noneMatch(Shard::accepted)) {
      throw new AttestorException(
          Failure.NEW_SHARD,
          "the bundle is of a new shard, '" + log.origin() + "', signed with the server's key",
          "if it is announced: stella attestor backend accept-shard " + server + " " + tree);
    }
  }

  private List<Shard> known(String server, TreeId tree) {
    return shards.of(server).stream().filter(shard -> shard.tree().equals(tree)).toList();
  }
}

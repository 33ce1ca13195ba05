package org.stellaops.attestor.route.airgap;

import java.time.Clock;
import java.util.List;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.ShardStore;

/** Checks that a bundle matches its backend, and that its shard is accepted. */
public record ShardAcceptance(ShardStore shards, Clock clock) {
  /**
   * Accepts the first shard of a server; an operator has to accept later ones, as in a sync.
   *
   * @throws AttestorException with {@code new_shard} if the shard is not accepted, with {@code
   *     configuration} if the log is mirrored with tiles and the bundle has none, or vice versa
   */
  void requireAccepted(Backend log, BundleManifest manifest) {
    String server = Backend.serverId(log.id());
    if (manifest.hasProofTiles() && !log.hasTiles()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "the bundle has tiles, but only checkpoints of log '" + log.origin() + "' are mirrored",
          "set type: rekor-v1 and mirrorEntries: true for backend '" + server + "'");
    }
    if (!manifest.hasProofTiles() && log.hasTiles()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "the bundle has no tiles, but log '" + log.origin() + "' is mirrored with its tiles",
          log.kind() == LogKind.SHARD
              ? "set mirrorEntries: false for backend '%s', or export from a mirror with entries"
                  .formatted(server)
              : "export from a mirror with tiles");
    }
    if (log.kind() != LogKind.SHARD) {
      return;
    }
    TreeId tree = Backend.treeId(log.id()).orElseThrow();
    if (knownShards(server, tree).isEmpty()) {
      shards.recordAdvertised(server, List.of(tree), List.of(), List.of(), clock.instant());
    }
    if (knownShards(server, tree).stream().noneMatch(Shard::isAccepted)) {
      throw new AttestorException(
          Failure.NEW_SHARD,
          "the bundle is for the new shard '" + log.origin() + "', signed with the server's key",
          "if the operator of the log announced it, run: stella attestor backend accept-shard %s %s"
              .formatted(server, tree));
    }
  }

  private List<Shard> knownShards(String server, TreeId tree) {
    return shards.of(server).stream().filter(shard -> shard.tree().equals(tree)).toList();
  }
}

package org.stellaops.attestor.mirror;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.KeyValidity;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.Witnesses;
import org.stellaops.attestor.note.VerifierKey;

/**
 * A log to mirror, as configured.
 *
 * @param id its id in the configuration, as {@code sigstore-prod}
 * @param log origin and key
 * @param readUrls one or more prefixes of {@code checkpoint} and {@code tile/…}, in the order to
 *     try; {@code http}, {@code https} or {@code file} URLs that end in a slash
 * @param mirrorEntries whether entries are mirrored, or hash tiles only
 * @param compareUrl the prefix of a peer that shows the same log, to compare with; ends in a slash
 * @param kind the protocol to read it with
 * @param validity the period in which its key may sign new checkpoints
 * @param witnesses the keys of trusted witnesses
 * @param isolated whether it is updated by bundles only, because this network has no access to logs
 * @param shardKeys the keys of those shards that are not signed with the server's key
 */
public record Backend(
    String id,
    LogIdentity log,
    List<URI> readUrls,
    boolean mirrorEntries,
    Optional<URI> compareUrl,
    LogKind kind,
    KeyValidity validity,
    Witnesses witnesses,
    boolean isolated,
    Map<TreeId, VerifierKey> shardKeys) {
  private static final char SHARD_SEPARATOR = '/';

  /** Rejects a backend without a read URL. */
  public Backend {
    readUrls = List.copyOf(readUrls);
    shardKeys = Map.copyOf(shardKeys);
    if (readUrls.isEmpty() || readUrls.stream().anyMatch(url -> !url.toString().endsWith("/"))) {
      throw new IllegalArgumentException(
          "readUrls must not be empty, and each must end in a slash");
    }
  }

  /**
   * The id of the server of a shard: {@code sigstore-prod} for {@code sigstore-prod/42}. Other ids
   * are returned unchanged.
   */
  public static String serverId(String id) {
    int separator = id.indexOf(SHARD_SEPARATOR);
    return separator < 0 ? id : id.substring(0, separator);
  }

  /** The tree ID in the id of a shard; empty if it is not the id of a shard. */
  public static Optional<TreeId> treeId(String id) {
    int separator = id.indexOf(SHARD_SEPARATOR);
    return separator < 0 ? Optional.empty() : TreeId.tryParse(id.substring(separator + 1));
  }

  /**
   * One shard of this Rekor v1 server as a backend: its id is {@code id/treeId}, its origin {@code
   * origin - treeId}, and its key its own, or else that of the server.
   */
  public Backend shard(TreeId tree) {
    return new Backend(
        id + SHARD_SEPARATOR + tree,
        new LogIdentity(tree.origin(origin()), shardKeys.getOrDefault(tree, log.key())),
        readUrls.subList(0, 1),
        kind == LogKind.REKOR_V1 && mirrorEntries,
        Optional.empty(),
        LogKind.SHARD,
        validity,
        witnesses,
        isolated,
        Map.of());
  }

  /** The command that brings newer entries, as a hint: an import on an isolated side, or a sync. */
  public String updateHint() {
    return updateHint("");
  }

  /** The same with these options of a sync, which begin with a space. */
  public String updateHint(String syncOptions) {
    return isolated
        ? "import a newer bundle of this log: stella attestor import FILE"
        : "run: stella attestor sync --backend " + id + syncOptions;
  }

  /** Whether the mirror has tiles. Those of a Rekor v1 shard are built from its entries. */
  public boolean hasTiles() {
    return kind == LogKind.SHARD ? mirrorEntries : kind != LogKind.REKOR_V1;
  }

  /** The log's origin. */
  public Origin origin() {
    return log.origin();
  }
}

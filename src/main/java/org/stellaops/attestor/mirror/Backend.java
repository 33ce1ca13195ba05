package org.stellaops.attestor.mirror;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.KeyValidity;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.Witnesses;

/**
 * A log that we follow, as the operator configured it.
 *
 * @param id the operator's short name for it
 * @param log origin and key
 * @param readUrls prefixes ending in a slash under which {@code checkpoint} and {@code tile/…} may
 *     be, in the order to try; {@code http}, {@code https} or {@code file}
 * @param mirrorEntries whether the entries are mirrored, or the hash tiles alone
 * @param compareUrl a prefix under which somebody else shows the same log, to compare with; ends in
 *     a slash
 * @param kind how it is read
 * @param validity when its key may say something new
 * @param witnesses whose cosignatures count
 */
public record Backend(
    String id,
    LogIdentity log,
    List<URI> readUrls,
    boolean mirrorEntries,
    Optional<URI> compareUrl,
    LogKind kind,
    KeyValidity validity,
    Witnesses witnesses) {
  private static final char SHARD_SEPARATOR = '/';

  /** Refuses a backend that cannot be read from anywhere. */
  public Backend {
    readUrls = List.copyOf(readUrls);
    if (readUrls.isEmpty() || readUrls.stream().anyMatch(url -> !url.toString().endsWith("/"))) {
      throw new IllegalArgumentException("a backend has prefixes that end in a slash");
    }
  }

  /** A log whose key is trusted for ever and alone. */
  public Backend(
      String id,
      LogIdentity log,
      List<URI> readUrls,
      boolean mirrorEntries,
      Optional<URI> compareUrl,
      LogKind kind) {
    this(id, log, readUrls, mirrorEntries, compareUrl, kind, KeyValidity.ALWAYS, Witnesses.NONE);
  }

  /** A log with tiles. */
  public Backend(
      String id,
      LogIdentity log,
      List<URI> readUrls,
      boolean mirrorEntries,
      Optional<URI> compareUrl) {
    this(id, log, readUrls, mirrorEntries, compareUrl, LogKind.TILES);
  }

  /** A log with tiles that is not compared with what others show of it. */
  public Backend(String id, LogIdentity log, List<URI> readUrls, boolean mirrorEntries) {
    this(id, log, readUrls, mirrorEntries, Optional.empty());
  }

  /**
   * The id without the tree ID of a shard, as {@code sigstore-prod} of {@code sigstore-prod/42}.
   */
  public static String serverId(String id) {
    int separator = id.indexOf(SHARD_SEPARATOR);
    return separator < 0 ? id : id.substring(0, separator);
  }

  /** The tree ID in the id of a shard; empty if the id is of no shard. */
  public static Optional<TreeId> treeId(String id) {
    int separator = id.indexOf(SHARD_SEPARATOR);
    return separator < 0 ? Optional.empty() : TreeId.tryParse(id.substring(separator + 1));
  }

  /**
   * One shard of this server as a log of its own: {@code id/treeId}, with the origin {@code origin
   * - treeId} and the key that all its shards share.
   */
  public Backend shard(TreeId tree) {
    return new Backend(
        id + SHARD_SEPARATOR + tree,
        new LogIdentity(tree.origin(origin()), log.key()),
        readUrls.subList(0, 1),
        kind == LogKind.REKOR_V1 && mirrorEntries,
        Optional.empty(),
        LogKind.SHARD,
        validity,
        witnesses);
  }

  /** Whether the log has tiles, or gets them from its entries here. */
  public boolean hasTiles() {
    return kind == LogKind.SHARD ? mirrorEntries : kind != LogKind.REKOR_V1;
  }

  /** The log's origin. */
  public Origin origin() {
    return log.origin();
  }
}

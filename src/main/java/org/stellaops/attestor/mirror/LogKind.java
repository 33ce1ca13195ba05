package org.stellaops.attestor.mirror;

/** The protocol of a log. */
public enum LogKind {
  /** Not known until the first request. */
  UNKNOWN,
  /** Checkpoint, tiles and entry bundles are files, see c2sp.org/tlog-tiles. */
  TILES,
  /** A Rekor v1 server. Each of its shards is a log. */
  REKOR_V1,
  /** One shard of a Rekor v1 server, which has checkpoints and consistency proofs but no tiles. */
  SHARD
}

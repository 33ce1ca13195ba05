package org.stellaops.attestor.mirror;

/** How a log is read. */
public enum LogKind {
  /** Not known before the server is asked. */
  UNKNOWN,
  /** Checkpoint, tiles and entry bundles are files, as c2sp.org/tlog-tiles has it. */
  TILES,
  /** A Rekor v1 server. It is no log itself: it has shards, each of which is one. */
  REKOR_V1,
  /** One shard of a Rekor v1 server: checkpoints and consistency proofs, and no tiles. */
  SHARD
}

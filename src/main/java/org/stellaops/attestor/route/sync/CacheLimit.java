package org.stellaops.attestor.route.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.tlog.Resource;

/**
 * The size limit of all mirrors together. Once it is reached, nothing more is fetched. Nothing is
 * deleted, because every file is part of proofs.
 *
 * <p>The files are counted once, and written ones are added. They are counted again after an hour,
 * because other processes write too, and while the limit seems reached, because files may have been
 * pruned. Without a limit nothing is counted. Safe for many threads.
 */
public final class CacheLimit implements SyncListener {
  private static final Duration RECOUNT_INTERVAL = Duration.ofHours(1);

  private final MirrorTree tree;
  private final long maxBytes;
  private final SyncListener listener;
  private final Clock clock;
  private OptionalLong bytes = OptionalLong.empty();
  private Instant countedAt = Instant.EPOCH;

  /**
   * @param maxBytes the limit in bytes; 0 for none
   * @param listener also receives the events
   */
  public CacheLimit(MirrorTree tree, long maxBytes, SyncListener listener, Clock clock) {
    this.tree = tree;
    this.maxBytes = maxBytes;
    this.listener = listener;
    this.clock = clock;
  }

  /** Counts the files, unless the count is recent and below the limit. */
  public synchronized void refresh() {
    if (maxBytes > 0 && (isStale() || isReached())) {
      bytes = OptionalLong.of(tree.totalBytes());
      countedAt = clock.instant();
    }
  }

  /**
   * Checks that the limit is not reached.
   *
   * @throws AttestorException with {@code cache_full} if it is
   */
  public synchronized void requireSpace() {
    if (isReached()) {
      throw new AttestorException(
          Failure.CACHE_FULL,
          "the mirrored files have %,d bytes, and attestor.tileCache.maxCacheSizeBytes is %,d"
              .formatted(bytes.orElseThrow(), maxBytes),
          "checkpoints are still followed; raise the limit or run: stella attestor tiles prune");
    }
  }

  /** The limit in bytes; 0 for none. */
  public long maxBytes() {
    return maxBytes;
  }

  /** The known size in bytes; empty if it has not been counted. */
  public synchronized OptionalLong usedBytes() {
    return bytes;
  }

  @Override
  public void onStart(String backend, long amount) {
    listener.onStart(backend, amount);
  }

  @Override
  public void onWritten(String backend, Resource resource, long size) {
    synchronized (this) {
      bytes.ifPresent(counted -> bytes = OptionalLong.of(counted + size));
    }
    listener.onWritten(backend, resource, size);
  }

  /** Whether the count is old, or from the future because the clock was set back. */
  private boolean isStale() {
    return Duration.between(countedAt, clock.instant()).abs().compareTo(RECOUNT_INTERVAL) > 0;
  }

  private boolean isReached() {
    return maxBytes > 0 && bytes.isPresent() && bytes.getAsLong() >= maxBytes;
  }
}

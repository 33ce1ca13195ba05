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
 * How large all mirrors together may be. Once they are, nothing more is fetched, and nothing goes
 * either: every file is part of proofs.
 *
 * <p>The files are counted once, and what is written is added. They are counted again after an
 * hour, since others write too, and whenever they seem to be too large, since somebody may have
 * pruned them. Without a limit nothing is counted. Safe for many threads.
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
   * A limit.
   *
   * @param maxBytes the most bytes; 0 for no limit
   * @param listener who is told of what is written besides
   */
  public CacheLimit(MirrorTree tree, long maxBytes, SyncListener listener, Clock clock) {
    this.tree = tree;
    this.maxBytes = maxBytes;
    this.listener = listener;
    this.clock = clock;
  }

  /** Counts the files, unless they were counted lately and there is room. */
  public synchronized void refresh() {
    if (maxBytes > 0 && (isStale() || isReached())) {
      bytes = OptionalLong.of(tree.totalBytes());
      countedAt = clock.instant();
    }
  }

  /**
   * Lets a cycle go on while there is room.
   *
   * @throws AttestorException with {@code cache_full} if there is none
   */
  public synchronized void requireSpace() {
    if (isReached()) {
      throw new AttestorException(
          Failure.CACHE_FULL,
          "the mirrored files have %,d bytes, and attestor.tileCache.maxCacheSizeBytes is %,d"
              .formatted(bytes.orElseThrow(), maxBytes),
          "checkpoints are still followed; raise the limit, or see: stella attestor tiles prune"
              + " --help");
    }
  }

  /** The most bytes; 0 for no limit. */
  public long maxBytes() {
    return maxBytes;
  }

  /** The bytes as far as they are known; empty while nobody had to count them. */
  public synchronized OptionalLong usedBytes() {
    return bytes;
  }

  @Override
  public void onStart(String backend, long amount) {
    listener.onStart(backend, amount);
  }

  @Override
  public void onWritten(String backend, Resource resource, long size) {
    add(size);
    listener.onWritten(backend, resource, size);
  }

  private synchronized void add(long size) {
    if (bytes.isPresent()) {
      bytes = OptionalLong.of(bytes.getAsLong() + size);
    }
  }

  /** A clock that was set back must not keep the count until it has caught up. */
  private boolean isStale() {
    return Duration.between(countedAt, clock.instant()).abs().compareTo(RECOUNT_INTERVAL) > 0;
  }

  private boolean isReached() {
    return maxBytes > 0 && bytes.isPresent() && bytes.getAsLong() >= maxBytes;
  }
}

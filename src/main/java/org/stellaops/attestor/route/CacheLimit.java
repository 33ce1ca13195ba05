package org.stellaops.attestor.route;

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
public final class CacheLimit implements Progress {
  private static final Duration COUNT_AGAIN = Duration.ofHours(1);

  private final MirrorTree tree;
  private final long most;
  private final Progress watcher;
  private final Clock clock;
  private OptionalLong bytes = OptionalLong.empty();
  private Instant counted = Instant.EPOCH;

  /**
   * A limit.
   *
   * @param most the most bytes; 0 for no limit
   * @param watcher who is told of what is written besides
   */
  public CacheLimit(MirrorTree tree, long most, Progress watcher, Clock clock) {
    this.tree = tree;
    this.most = most;
    this.watcher = watcher;
    this.clock = clock;
  }

  /** Counts the files, unless they were counted lately and there is room. */
  public synchronized void refresh() {
    if (most > 0 && (isOld() || isReached())) {
      bytes = OptionalLong.of(tree.bytes());
      counted = clock.instant();
    }
  }

  /**
   * Lets a cycle go on while there is room.
   *
   * @throws AttestorException with {@code cache_full} if there is none
   */
  public synchronized void require() {
    if (isReached()) {
      throw new AttestorException(
          Failure.CACHE_FULL,
          "the mirrored files have %,d bytes, and attestor.tileCache.maxCacheSizeBytes is %,d"
              .formatted(bytes.orElseThrow(), most),
          "checkpoints are still followed; raise the limit, or see: stella attestor tiles prune"
              + " --help");
    }
  }

  /** The most bytes; 0 for no limit. */
  public long most() {
    return most;
  }

  /** The bytes as far as they are known; empty while nobody had to count them. */
  public synchronized OptionalLong known() {
    return bytes;
  }

  @Override
  public void begin(String backend, long amount) {
    watcher.begin(backend, amount);
  }

  @Override
  public void wrote(String backend, Resource resource, long size) {
    add(size);
    watcher.wrote(backend, resource, size);
  }

  private synchronized void add(long size) {
    if (bytes.isPresent()) {
      bytes = OptionalLong.of(bytes.getAsLong() + size);
    }
  }

  /** A clock that was set back must not keep the count until it has caught up. */
  private boolean isOld() {
    return Duration.between(counted, clock.instant()).abs().compareTo(COUNT_AGAIN) > 0;
  }

  private boolean isReached() {
    return most > 0 && bytes.isPresent() && bytes.getAsLong() >= most;
  }
}

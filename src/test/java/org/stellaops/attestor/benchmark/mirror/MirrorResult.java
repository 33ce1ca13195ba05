package org.stellaops.attestor.benchmark.mirror;

import java.time.Duration;
import java.util.Optional;
import org.stellaops.attestor.benchmark.measure.ResourceUsage;

/**
 * One run that gave the right result.
 *
 * @param tool the contestant
 * @param time from the first request to the last write
 * @param flush what it takes after that until all is on disk; nothing for a mirror, which has
 *     waited
 * @param usage of the whole process
 * @param files that were there in the end
 * @param bytes that were in them
 * @param otherCpu what all other processes of the machine but the log's server have worked
 *     meanwhile; empty where nobody knows
 */
record MirrorResult(
    MirrorTool tool,
    Duration time,
    Duration flush,
    ResourceUsage usage,
    long files,
    long bytes,
    Optional<Duration> otherCpu) {

  /** Seconds of {@link #time()}. */
  double seconds() {
    return time.toNanos() / 1e9;
  }

  /** Seconds until all is on disk. */
  double secondsOnDisk() {
    return time.plus(flush).toNanos() / 1e9;
  }

  /** What the process took besides its work: its start and its end. */
  Duration overhead() {
    return usage.wall().minus(time);
  }
}

package org.stellaops.attestor.benchmark.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How long the processors of this machine have worked, whoever for. */
public final class CpuTime {
  private static final Path STAT = Path.of("/proc/stat");
  private static final int IDLE = 3;
  private static final int IOWAIT = 4;

  private CpuTime() {}

  /** Since the machine started, on all processors; empty where there is no {@code /proc}. */
  public static Optional<Duration> now() {
    try {
      // cpu  user nice system idle iowait irq softirq steal …, in hundredths of a second
      long[] ticks =
          Arrays.stream(Files.readAllLines(STAT).get(0).split(" +"))
              .skip(1)
              .limit(8)
              .mapToLong(Long::parseLong)
              .toArray();
      long busyTicks = Arrays.stream(ticks).sum() - ticks[IDLE] - ticks[IOWAIT];
      return Optional.of(Duration.ofMillis(10 * busyTicks));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

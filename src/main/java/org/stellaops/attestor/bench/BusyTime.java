package org.stellaops.attestor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How long the processors of this machine have worked, whoever for. */
final class BusyTime {
  private static final Path STAT = Path.of("/proc/stat");
  private static final int IDLE = 3;
  private static final int WAITING = 4;

  private BusyTime() {}

  /** Since the machine started, on all processors; empty where there is no {@code /proc}. */
  static Optional<Duration> now() {
    try {
      // cpu  user nice system idle iowait irq softirq steal …, in hundredths of a second
      long[] hundredths =
          Arrays.stream(Files.readAllLines(STAT).get(0).split(" +"))
              .skip(1)
              .limit(8)
              .mapToLong(Long::parseLong)
              .toArray();
      long sum = Arrays.stream(hundredths).sum() - hundredths[IDLE] - hundredths[WAITING];
      return Optional.of(Duration.ofMillis(10 * sum));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

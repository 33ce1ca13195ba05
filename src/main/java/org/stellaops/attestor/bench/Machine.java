package org.stellaops.attestor.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What everything runs on. */
final class Machine {
  private Machine() {}

  /** As {@code 2 processors, Linux 6.1.0, Java 17.0.15, curl 7.88.1, load 0.31}. */
  static String describe(String curl) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.format(
        Locale.ROOT,
        "%d processors, %s %s, Java %s, %s, load %s",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("java.version"),
        curl,
        load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load));
  }
}

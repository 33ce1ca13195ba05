package org.stellaops.attestor.benchmark.measure;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What everything runs on. */
public final class HostInfo {
  private HostInfo() {}

  /** As {@code 2 processors, Linux 6.1.0, Java 17.0.15, curl 7.88.1, load 0.31}. */
  public static String describe(String tools) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.format(
        Locale.ROOT,
        "%d processors, %s %s, Java %s, %s, load %s",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("java.version"),
        tools,
        load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load));
  }
}

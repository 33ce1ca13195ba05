package org.stellaops.attestor.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Formats numbers, sizes and times for tables and messages. Times are UTC. */
public final class Format {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final String[] BYTE_UNITS = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};

  private Format() {}

  /** {@code 45,678,901}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 entry}, {@code 1,234 entries}. */
  public static String count(long number, String singular, String plural) {
    return count(number) + " " + (number == 1 ? singular : plural);
  }

  /** {@code 2026-01-15 12:34:56}, in UTC; {@code -} if empty. */
  public static String time(Optional<Instant> time) {
    return time.map(TIME::format).orElse("-");
  }

  /** The two largest units: {@code 2m 15s}, {@code 3d 4h}. */
  public static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m " + seconds % 60 + "s";
    }
    return seconds < 86400
        ? seconds / 3600 + "h " + seconds % 3600 / 60 + "m"
        : seconds / 86400 + "d " + seconds % 86400 / 3600 + "h";
  }

  /** Powers of a thousand with one decimal: {@code 1.4 GB}. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes / 1000.0;
    int unit = 1;
    // 999.95 would be printed as 1000.0 and is 1.0 of the next unit
    while (value >= 999.95 && unit < BYTE_UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, BYTE_UNITS[unit]);
  }

  /** The percentage, rounded down, so that only the whole is 100%. */
  public static String percent(long part, long whole) {
    return part >= whole ? "100%" : Math.min(99, (int) (100.0 * part / whole)) + "%";
  }
}

package org.stellaops.attestor.config.schema;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as operators write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h30m}, {@code
 * 720h}, {@code 0}. Units are h, m, s and ms, in this order, each at most once. The longest is
 * 999999999h, the resolution one millisecond. Camel's timers accept the same text.
 */
public final class DurationText {
  private static final int DIGITS = 9;
  private static final long MAX_HOURS = 999_999_999;
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern DAYS = Pattern.compile("(\\d{1,6})d");

  private DurationText() {}

  /**
   * Parses a duration; {@code 90m} is 1h30m. Rejects negative ones, fractions, days and bare
   * numbers.
   */
  public static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher parts = FORM.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw ConfigErrors.invalid("invalid duration " + ConfigErrors.quote(text), hintFor(text));
    }
    Duration sum =
        Duration.ofHours(amount(text, parts.group(1)))
            .plusMinutes(amount(text, parts.group(2)))
            .plusSeconds(amount(text, parts.group(3)))
            .plusMillis(amount(text, parts.group(4)));
    requirePrintable(sum);
    return sum;
  }

  /** Prints a duration in its shortest form, the largest units first. */
  public static String print(Duration duration) {
    requirePrintable(duration);
    String text =
        part(duration.toHours(), "h")
            + part(duration.toMinutesPart(), "m")
            + part(duration.toSecondsPart(), "s")
            + part(duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0" : text;
  }

  private static void requirePrintable(Duration duration) {
    boolean wholeMillis = duration.toNanosPart() % 1_000_000 == 0;
    if (duration.isNegative() || !wholeMillis || duration.toHours() > MAX_HOURS) {
      throw ConfigErrors.invalid(
          "invalid duration " + duration, "use whole milliseconds from 0 to " + MAX_HOURS + "h");
    }
  }

  private static long amount(String text, String digits) {
    if (digits == null) {
      return 0;
    }
    if (digits.length() > DIGITS) {
      throw ConfigErrors.invalid(
          "invalid duration " + ConfigErrors.quote(text),
          "use at most " + DIGITS + " digits for a unit");
    }
    return Long.parseLong(digits);
  }

  private static String part(long amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }

  private static String hintFor(String text) {
    Matcher days = DAYS.matcher(text);
    if (days.matches()) {
      return "hours are the largest unit: write " + Long.parseLong(days.group(1)) * 24 + "h";
    }
    if (NUMBER.matcher(text).matches()) {
      String number = ConfigErrors.oneLine(text);
      return "a number needs a unit: write " + number + "s or " + number + "m";
    }
    return "write it like 500ms, 30s, 5m, 1h30m or 720h";
  }
}

package org.stellaops.attestor.config.schema;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes: {@code 10737418240}, {@code 10GiB} (the same) or {@code 10GB} (10 × 10^9).
 * Printed as the plain number.
 */
public record ByteSizeType() implements ValueType<Long> {
  private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,18}) ?([A-Za-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "kB", 1_000L,
          "KB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "TB", 1_000_000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30,
          "TiB", 1L << 40);

  /**
   * Parses a byte size on a command line: the same, and also {@code 4G} for {@code 4GB}.
   *
   * @throws org.stellaops.attestor.failure.AttestorException {@code configuration} if it is invalid
   */
  public static long parseArgument(String text) {
    return new ByteSizeType().parse(text.matches("\\d+ ?[kKMGT]") ? text + "B" : text);
  }

  @Override
  public String description() {
    return "byte size, 0 or more";
  }

  @Override
  public Long parse(String text) {
    Matcher parts = FORM.matcher(text);
    Long unit = parts.matches() ? UNITS.get(parts.group(2)) : null;
    if (unit == null) {
      throw ConfigErrors.invalid(
          "invalid byte size " + ConfigErrors.quote(text),
          "write bytes as 10737418240, or with a unit as 10GB or 10GiB");
    }
    try {
      return Math.multiplyExact(Long.parseLong(parts.group(1)), unit);
    } catch (ArithmeticException | NumberFormatException e) {
      throw ConfigErrors.invalid(text + " is too large", "write at most " + Long.MAX_VALUE);
    }
  }
}

package org.stellaops.attestor.config.schema;

/** Byte sizes on a command line. */
public final class ByteSizes {
  private ByteSizes() {}

  /**
   * Parses a byte size as in the configuration, and also {@code 4G} for {@code 4GB}.
   *
   * @throws org.stellaops.attestor.failure.AttestorException {@code configuration} if it is invalid
   */
  public static long parse(String text) {
    boolean unitAlone = text.matches("\\d+ ?[kKMGT]");
    return new ByteSizeType().parse(unitAlone ? text + "B" : text);
  }
}

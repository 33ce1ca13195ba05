package org.stellaops.attestor.config.schema;

/** Byte sizes as people type them on a command line. */
public final class ByteSizes {
  private ByteSizes() {}

  /**
   * The number of bytes: as in the configuration, and also {@code 4G} for {@code 4GB}.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code configuration} if it is no
   *     size
   */
  public static long parse(String text) {
    boolean unitAlone = text.matches("\\d+ ?[kKMGT]");
    return new ByteSizeType().parse(unitAlone ? text + "B" : text);
  }
}

package org.stellaops.attestor.bundle.archive;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/** The trailer of a bundle: a fixed prefix, the SHA-256 of all preceding bytes, a fixed suffix. */
public final class BundleTrailer {
  private BundleTrailer() {}

  /**
   * Whether a file ends with a trailer. A file that is truncated or still being copied does not.
   * Does not compare the digest.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code disk} if it cannot be read
   */
  public static boolean isAtEndOf(Path file) {
    SegmentCodec codec = Compression.of(file).codec();
    byte[] prefix = codec.trailerPrefix();
    byte[] suffix = codec.trailerSuffix();
    int length = prefix.length + SegmentCodec.DIGEST_BYTES + suffix.length;
    byte[] lastBytes = new byte[length];
    try (RandomAccessFile input = new RandomAccessFile(file.toFile(), "r")) {
      if (input.length() < length) {
        return false;
      }
      input.seek(input.length() - length);
      input.readFully(lastBytes);
    } catch (IOException e) {
      throw BundleErrors.unreadable(file, e);
    }
    return Arrays.equals(Arrays.copyOf(lastBytes, prefix.length), prefix)
        && Arrays.equals(Arrays.copyOfRange(lastBytes, length - suffix.length, length), suffix);
  }
}

package org.stellaops.attestor.bundle.archive;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/** The end of a bundle. */
public final class BundleTrailer {
  private BundleTrailer() {}

  /**
   * Whether a file ends as a whole bundle ends. While it is being copied it does not; a file of
   * which only a part was copied never will.
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

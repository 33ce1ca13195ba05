package org.stellaops.attestor.bundle.archive;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** The trailer of a bundle: a fixed prefix, the SHA-256 of all preceding bytes, a fixed suffix. */
public final class BundleTrailer {
  private BundleTrailer() {}

  /**
   * Whether a file ends with a trailer. A file that is truncated or still being copied does not.
   * Does not compare the digest.
   *
   * @param file name of the file, which shows its compression
   * @param input its content
   */
  public static boolean isAtEndOf(Path file, SeekableByteChannel input) throws IOException {
    SegmentCodec codec = Compression.of(file).codec();
    byte[] prefix = codec.trailerPrefix();
    byte[] suffix = codec.trailerSuffix();
    int length = prefix.length + SegmentCodec.DIGEST_BYTES + suffix.length;
    if (input.size() < length) {
      return false;
    }
    input.position(input.size() - length);
    byte[] lastBytes = Channels.newInputStream(input).readNBytes(length);
    return lastBytes.length == length
        && Arrays.equals(Arrays.copyOf(lastBytes, prefix.length), prefix)
        && Arrays.equals(Arrays.copyOfRange(lastBytes, length - suffix.length, length), suffix);
  }
}

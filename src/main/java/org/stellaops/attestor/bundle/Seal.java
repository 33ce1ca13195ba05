package org.stellaops.attestor.bundle;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/** The end of a bundle. */
public final class Seal {
  private Seal() {}

  /**
   * Whether a file ends as a whole bundle ends. While it is being copied it does not; a file of
   * which only a part was copied never will.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code disk} if it cannot be read
   */
  public static boolean isAtEndOf(Path file) {
    SegmentCodec codec = Compression.of(file).codec();
    byte[] head = codec.sealHead();
    byte[] tail = codec.sealTail();
    int length = head.length + SegmentCodec.DIGEST_BYTES + tail.length;
    byte[] end = new byte[length];
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      if (bytes.length() < length) {
        return false;
      }
      bytes.seek(bytes.length() - length);
      bytes.readFully(end);
    } catch (IOException e) {
      throw BadBundle.unreadable(file, e);
    }
    return Arrays.equals(Arrays.copyOf(end, head.length), head)
        && Arrays.equals(Arrays.copyOfRange(end, length - tail.length, length), tail);
  }
}

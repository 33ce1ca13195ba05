package org.stellaops.attestor.mirror;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.stellaops.attestor.tlog.EntryBundle;

/**
 * Room for the content of one file after the other, which grows with the largest. Whoever reads
 * many files spares the work of making and clearing an array for each. For one thread.
 */
public final class FileRoom {
  private static final int USUAL_BUNDLE = 1 << 19;
  private static final int LARGEST = 2 * EntryBundle.MAX_BYTES;

  private byte[] bytes = new byte[USUAL_BUNDLE];
  private int length;

  /**
   * Takes in a file as long as it is when this begins.
   *
   * @throws IOException if it cannot be read, or is larger than any file of a log
   */
  public void fill(SeekableByteChannel file) throws IOException {
    long size = file.size();
    if (size > LARGEST) {
      throw new IOException("a file of " + size + " bytes is no tile and no bundle");
    }
    if (size > bytes.length) {
      bytes = new byte[(int) size];
    }
    length = 0;
    int read = 0;
    while (length < size && read >= 0) {
      read = file.read(ByteBuffer.wrap(bytes, length, (int) size - length));
      length += Math.max(read, 0);
    }
  }

  /** The content, from the start; what is behind {@link #length()} is not of this file. */
  byte[] bytes() {
    return bytes;
  }

  /** How many bytes the file has. */
  int length() {
    return length;
  }

  /** The content alone. */
  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }
}

package org.stellaops.attestor.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.stellaops.attestor.tlog.ByteSlice;
import org.stellaops.attestor.tlog.EntryBundle;

/**
 * Room for the content of files, which grows with what is appended. Whoever reads many spares the
 * work of making and clearing an array for each, and of copying them into one. For one thread.
 */
public final class ReusableBuffer {
  private static final int DEFAULT_CAPACITY = 1 << 19;
  private static final int MAX_FILE_BYTES = 2 * EntryBundle.MAX_BYTES;

  private byte[] bytes;
  private int length;

  /** Room for a bundle of the usual size. */
  public ReusableBuffer() {
    this(DEFAULT_CAPACITY);
  }

  /** Room for so many bytes before it has to grow. */
  public ReusableBuffer(int bytes) {
    this.bytes = new byte[bytes];
  }

  /** Forgets what is in it, and is as if new. */
  public void clear() {
    length = 0;
  }

  /**
   * Appends a file as long as it is when this begins.
   *
   * @throws IOException if it cannot be read, or is larger than any file of a log
   */
  public void append(SeekableByteChannel file) throws IOException {
    long size = file.size();
    if (size > MAX_FILE_BYTES) {
      throw new IOException("a file of " + size + " bytes is no tile and no bundle");
    }
    ensureCapacity((int) size);
    int end = length + (int) size;
    int read = 0;
    while (length < end && read >= 0) {
      read = file.read(ByteBuffer.wrap(bytes, length, end - length));
      length += Math.max(read, 0);
    }
  }

  /**
   * Appends what a stream has, to its end.
   *
   * @param expected how many bytes that probably are, for which room is made at once; 0 or more
   * @param maxBytes how many bytes are taken at the most
   */
  public void append(InputStream stream, int expected, int maxBytes) throws IOException {
    // one more, so that the end of what was expected is found without more room
    ensureCapacity(Math.min(expected, maxBytes) + 1);
    int end = length + maxBytes;
    int read = 0;
    while (length < end && read >= 0) {
      if (length == bytes.length) {
        ensureCapacity(1);
      }
      read = stream.read(bytes, length, Math.min(bytes.length, end) - length);
      length += Math.max(read, 0);
    }
  }

  /** Appends a copy of this. */
  public void append(byte[] content) {
    overwrite(extend(content.length).from(), content);
  }

  /** Appends so many zeros. */
  public void appendZeros(int count) {
    ByteSlice added = extend(count);
    Arrays.fill(bytes, added.from(), added.end(), (byte) 0);
  }

  /** Appends so many bytes of any value, to be written over. */
  public ByteSlice extend(int count) {
    ensureCapacity(count);
    length += count;
    return contentFrom(length - count);
  }

  /** Writes over what is there. */
  public void overwrite(int at, byte[] content) {
    System.arraycopy(content, 0, bytes, at, content.length);
  }

  /** Forgets what is behind so many bytes. */
  public void truncate(int bytes) {
    length = Math.min(length, bytes);
  }

  /** How many bytes it has room for before it has to grow. */
  int capacity() {
    return bytes.length;
  }

  /** How many bytes are in it. */
  public int length() {
    return length;
  }

  /** All that is in it, until something is appended. */
  public ByteSlice content() {
    return contentFrom(0);
  }

  /** What is in it from there on, at that place of the array, until something is appended. */
  public ByteSlice contentFrom(int from) {
    return new ByteSlice(bytes, from, length - from);
  }

  private void ensureCapacity(int added) {
    long needed = (long) length + added;
    if (needed > bytes.length) {
      byte[] larger = new byte[Math.toIntExact(needed + length + needed / 8)];
      System.arraycopy(bytes, 0, larger, 0, length);
      bytes = larger;
    }
  }
}

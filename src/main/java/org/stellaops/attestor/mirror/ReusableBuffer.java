package org.stellaops.attestor.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.stellaops.attestor.tlog.ByteSlice;
import org.stellaops.attestor.tlog.EntryBundle;

/**
 * A growable, reusable byte buffer for file contents. It saves allocating and clearing an array for
 * each file. Not safe for concurrent use.
 */
public final class ReusableBuffer {
  private static final int DEFAULT_CAPACITY = 1 << 19;
  private static final int MAX_FILE_BYTES = 2 * EntryBundle.MAX_BYTES;

  private byte[] bytes;
  private int length;

  /** A buffer of 512 KiB, enough for a usual entry bundle. */
  public ReusableBuffer() {
    this(DEFAULT_CAPACITY);
  }

  /** A buffer with this initial capacity in bytes. */
  public ReusableBuffer(int bytes) {
    this.bytes = new byte[bytes];
  }

  /** Removes the content; the capacity stays. */
  public void clear() {
    length = 0;
  }

  /**
   * Appends a file with the length that it has at the start of the call.
   *
   * @throws IOException if it cannot be read, or is larger than a tile or entry bundle can be
   */
  public void append(SeekableByteChannel file) throws IOException {
    long size = file.size();
    if (size > MAX_FILE_BYTES) {
      throw new IOException("a file of " + size + " bytes is neither a tile nor an entry bundle");
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
   * Appends the content of a stream, to its end.
   *
   * @param expected the probable length, for which capacity is reserved; 0 or more
   * @param maxBytes how many bytes are read at most
   */
  public void append(InputStream stream, int expected, int maxBytes) throws IOException {
    // one more, so that the end of the stream is seen without growing
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

  /** Appends a copy of an array. */
  public void append(byte[] content) {
    overwrite(extend(content.length).from(), content);
  }

  /** Appends this many zero bytes. */
  public void appendZeros(int count) {
    ByteSlice added = extend(count);
    Arrays.fill(bytes, added.from(), added.end(), (byte) 0);
  }

  /** Appends this many bytes of undefined value, for the caller to overwrite. */
  public ByteSlice extend(int count) {
    ensureCapacity(count);
    length += count;
    return contentFrom(length - count);
  }

  /** Overwrites content that is already there. */
  public void overwrite(int at, byte[] content) {
    System.arraycopy(content, 0, bytes, at, content.length);
  }

  /** Shortens the content to at most this many bytes. */
  public void truncate(int bytes) {
    length = Math.min(length, bytes);
  }

  /** The number of bytes that fit without growing. */
  int capacity() {
    return bytes.length;
  }

  /** The number of bytes in the buffer. */
  public int length() {
    return length;
  }

  /** A view of the content, valid until something is appended. */
  public ByteSlice content() {
    return contentFrom(0);
  }

  /** A view of the content from this offset on, valid until something is appended. */
  public ByteSlice contentFrom(int from) {
    return new ByteSlice(bytes, from, length - from);
  }

  private void ensureCapacity(int added) {
    long needed = (long) length + added;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.toIntExact(needed + length + needed / 8));
    }
  }
}

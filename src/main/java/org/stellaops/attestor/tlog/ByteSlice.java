package org.stellaops.attestor.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A view of a part of an array, not a copy. The holder must not change it, and must not use it
 * after the array is reused.
 *
 * @param array the array
 * @param from index of the first byte
 * @param length number of bytes, 0 or more
 */
public record ByteSlice(byte[] array, int from, int length) {
  /** Rejects a range outside the array. */
  public ByteSlice {
    Objects.checkFromIndexSize(from, length, array.length);
  }

  /** A view of a whole array. */
  public static ByteSlice of(byte[] array) {
    return new ByteSlice(array, 0, array.length);
  }

  /** The index after the last byte. */
  public int end() {
    return from + length;
  }

  /** The bytes: the array itself if this is all of it, else a copy. */
  public byte[] bytes() {
    return length == array.length ? array : copy();
  }

  /** A copy of the bytes. */
  public byte[] copy() {
    return Arrays.copyOfRange(array, from, end());
  }

  /** The bytes as a buffer, not copied. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(array, from, length);
  }
}

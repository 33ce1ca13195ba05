package org.stellaops.attestor.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A part of an array. Handed on and not copied, so whoever has one neither changes it nor keeps it
 * longer than the array is to live.
 *
 * @param array what it is a part of
 * @param from where it begins
 * @param length how many bytes it has, from 0
 */
public record ByteSlice(byte[] array, int from, int length) {
  /** Checks that it lies within the array. */
  public ByteSlice {
    Objects.checkFromIndexSize(from, length, array.length);
  }

  /** All of an array. */
  public static ByteSlice of(byte[] array) {
    return new ByteSlice(array, 0, array.length);
  }

  /** Where it ends: the first byte behind it. */
  public int end() {
    return from + length;
  }

  /** The bytes alone: the array itself if this is all of it, else a copy. */
  public byte[] bytes() {
    return length == array.length ? array : copy();
  }

  /** The bytes alone, in an array that nobody else has. */
  public byte[] copy() {
    return Arrays.copyOfRange(array, from, end());
  }

  /** The bytes for a channel to write. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(array, from, length);
  }
}

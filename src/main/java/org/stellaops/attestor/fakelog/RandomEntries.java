package org.stellaops.attestor.fakelog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;

/**
 * Entries of one length with bytes that look random and follow from the index: the outputs of
 * SplitMix64 seeded with it. No compression makes these smaller. Entries of real logs have words
 * that all of them share; so these may have, behind the random bytes.
 *
 * @param length bytes in each entry, 0 to 65,535
 * @param random how many of them are random; the rest is the same text in all entries
 */
public record RandomEntries(int length, int random) implements LongFunction<byte[]> {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private static final byte[] TEXT =
      "{\"apiVersion\":\"0.0.2\",\"kind\":\"hashedrekord\",\"spec\":{\"data\":{\"algorithm\":\"SHA2_256\"}}}"
          .getBytes(StandardCharsets.US_ASCII);

  /** Refuses lengths that no entry bundle can hold. */
  public RandomEntries {
    if (length < 0 || length > 0xFFFF) {
      throw new IllegalArgumentException("an entry has from 0 to 65,535 bytes, not " + length);
    }
    if (random < 0 || random > length) {
      throw new IllegalArgumentException(
          "of " + length + " bytes from 0 to all can be random, not " + random);
    }
  }

  /** Entries that are random from their first to their last byte. */
  public RandomEntries(int length) {
    this(length, length);
  }

  @Override
  public byte[] apply(long index) {
    byte[] entry = new byte[length];
    long state = mix(index);
    int i = 0;
    for (; i + Long.BYTES <= random; i += Long.BYTES) {
      state += GOLDEN_GAMMA;
      LONGS.set(entry, i, mix(state));
    }
    for (long last = mix(state + GOLDEN_GAMMA); i < random; i++, last >>>= Byte.SIZE) {
      entry[i] = (byte) last;
    }
    for (; i < length; i++) {
      entry[i] = TEXT[(i - random) % TEXT.length];
    }
    return entry;
  }

  /** The mixing function of SplitMix64. */
  static long mix(long z) {
    long once = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
    return twice ^ (twice >>> 31);
  }
}

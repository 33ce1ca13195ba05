package org.stellaops.attestor.testlog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Entries with bytes that look random and follow from the index. No compression makes these
 * smaller.
 *
 * @param length bytes in each entry, 0 to 65,535
 */
public record RandomEntries(int length) implements EntryGenerator {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Refuses lengths that no entry bundle can hold. */
  public RandomEntries {
    if (length < 0 || length > 0xFFFF) {
      throw new IllegalArgumentException("an entry has from 0 to 65,535 bytes, not " + length);
    }
  }

  @Override
  public String kind() {
    return "random";
  }

  @Override
  public byte[] apply(long index) {
    byte[] entry = new byte[length];
    SplitMix64 generator = new SplitMix64(index);
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      LONGS.set(entry, i, generator.next());
    }
    for (long last = generator.next(); i < length; i++, last >>>= Byte.SIZE) {
      entry[i] = (byte) last;
    }
    return entry;
  }
}

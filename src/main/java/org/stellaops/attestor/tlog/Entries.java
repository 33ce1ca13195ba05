package org.stellaops.attestor.tlog;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * The content of an entry bundle: 1 to 256 entries, each behind its length as an unsigned 16-bit
 * big-endian number, with nothing before, between or after. Immutable.
 */
public final class Entries {
  private static final int LENGTH_BYTES = 2;

  /** The greatest size of an entry, whose length has two bytes in an entry bundle. */
  public static final int MAX_ENTRY_BYTES = 0xFFFF;

  private final byte[] bytes;
  private final int[] starts;

  private Entries(byte[] bytes, int[] starts) {
    this.bytes = bytes;
    this.starts = starts;
  }

  /**
   * Parses the content of an entry bundle.
   *
   * @throws MalformedException unless {@code bytes} is exactly {@code bundle.width()} entries
   */
  public static Entries read(EntryBundle bundle, byte[] bytes) {
    return new Entries(bytes.clone(), starts(bundle, ByteSlice.of(bytes)));
  }

  /** Whether these bytes are exactly as many entries as the bundle's width. */
  public static boolean isWellFormed(EntryBundle bundle, byte[] bytes) {
    try {
      starts(bundle, ByteSlice.of(bytes));
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  /**
   * The leaf hashes of a bundle's content, without a copy of it. During the call the byte before
   * each entry is overwritten with the leaf prefix, so that both are hashed together, and restored
   * afterwards. The content must not be read concurrently.
   *
   * @throws MalformedException unless the content is exactly {@code bundle.width()} entries
   */
  public static TileHashes leafHashes(EntryBundle bundle, ByteSlice content) {
    int[] starts = starts(bundle, content);
    byte[] bytes = content.array();
    byte[] hashes = new byte[bundle.width() * Hash.BYTES];
    MessageDigest sha256 = Sha256.newDigest();
    for (int i = 0; i < bundle.width(); i++) {
      int prefix = starts[i] + LENGTH_BYTES - 1;
      byte before = bytes[prefix];
      Rfc6962.leafInPlace(
          sha256, bytes, prefix, starts[i + 1] - prefix - 1, hashes, i * Hash.BYTES);
      bytes[prefix] = before;
    }
    return TileHashes.wrap(hashes);
  }

  /** The start of each entry in the array, and the end of the last one. */
  private static int[] starts(EntryBundle bundle, ByteSlice content) {
    int[] starts = new int[bundle.width() + 1];
    starts[0] = content.from();
    for (int i = 0; i < bundle.width(); i++) {
      starts[i + 1] = endOfEntry(bundle, content.array(), content.end(), starts[i]);
    }
    int excess = content.end() - starts[bundle.width()];
    if (excess > 0) {
      throw new MalformedException(bundle + " has " + excess + " bytes after its last entry");
    }
    return starts;
  }

  /** Packs entries of at most 65,535 bytes, 1 to 256 of them, in this order. */
  public static Entries of(List<byte[]> entries) {
    if (entries.isEmpty() || entries.size() > Resource.FULL) {
      throw new MalformedException(
          "an entry bundle must have 1 to 256 entries, not " + entries.size());
    }
    int[] starts = new int[entries.size() + 1];
    for (int i = 0; i < entries.size(); i++) {
      int length = entries.get(i).length;
      if (length > MAX_ENTRY_BYTES) {
        throw new MalformedException("an entry must have at most 65,535 bytes, not " + length);
      }
      starts[i + 1] = starts[i] + LENGTH_BYTES + length;
    }
    byte[] bytes = new byte[starts[entries.size()]];
    for (int i = 0; i < entries.size(); i++) {
      byte[] entry = entries.get(i);
      bytes[starts[i]] = (byte) (entry.length >> 8);
      bytes[starts[i] + 1] = (byte) entry.length;
      System.arraycopy(entry, 0, bytes, starts[i] + LENGTH_BYTES, entry.length);
    }
    return new Entries(bytes, starts);
  }

  /** Number of entries, 1 to 256. */
  public int width() {
    return starts.length - 1;
  }

  /** Entry number {@code i} of this bundle, from 0, a copy. */
  public byte[] get(int i) {
    return Arrays.copyOfRange(bytes, starts[i] + LENGTH_BYTES, starts[i + 1]);
  }

  /** The first {@code width} entries. */
  public Entries first(int width) {
    if (width < 1 || width > width()) {
      throw new IllegalArgumentException("width " + width + " is outside 1 to " + width());
    }
    return width == width()
        ? this
        : new Entries(Arrays.copyOf(bytes, starts[width]), Arrays.copyOf(starts, width + 1));
  }

  /** The leaf hashes of all entries: the content of the level-0 tile with the same index. */
  public TileHashes leafHashes() {
    return leafHashes(new EntryBundle(0, width()), ByteSlice.of(bytes()));
  }

  /** A copy of the content, as on disk and, before compression, on the wire. */
  public byte[] bytes() {
    return bytes.clone();
  }

  private static int endOfEntry(EntryBundle bundle, byte[] bytes, int end, int start) {
    int afterLength = start + LENGTH_BYTES;
    if (afterLength > end) {
      throw new MalformedException(bundle + " ends before its last entry");
    }
    int length = Byte.toUnsignedInt(bytes[start]) << 8 | Byte.toUnsignedInt(bytes[start + 1]);
    if (afterLength + length > end) {
      throw new MalformedException(bundle + " ends within an entry");
    }
    return afterLength + length;
  }
}

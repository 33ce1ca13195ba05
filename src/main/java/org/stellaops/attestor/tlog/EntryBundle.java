package org.stellaops.attestor.tlog;

/**
 * The coordinates of an entry bundle. {@code new EntryBundle(19669, 256)} is at {@code
 * tile/entries/x019/669} and holds the entries under the level-0 tile with the same index.
 *
 * @param index position, 0 to 2^55-1; the first entry is number 256·index
 * @param width number of entries, 1 to 256
 */
public record EntryBundle(long index, int width) implements Resource {
  /**
   * The maximum size of an entry bundle: 256 entries of 65,535 bytes, each with a two-byte length.
   */
  public static final int MAX_BYTES = FULL * (2 + 0xFFFF);

  /** Rejects coordinates outside their ranges. */
  public EntryBundle {
    ResourcePath.requireRange(index, width);
  }

  /** The full bundle at this index. */
  public static EntryBundle full(long index) {
    return new EntryBundle(index, FULL);
  }

  @Override
  public EntryBundle full() {
    return full(index);
  }

  @Override
  public EntryBundle withWidth(int items) {
    return new EntryBundle(index, items);
  }

  @Override
  public int level() {
    return 0;
  }

  /** The level-0 tile with the leaf hashes of these entries. */
  public Tile leaves() {
    return new Tile(0, index, width);
  }

  @Override
  public String toString() {
    return path();
  }
}

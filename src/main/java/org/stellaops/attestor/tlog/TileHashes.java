package org.stellaops.attestor.tlog;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The content of a tile: 1 to 256 adjacent hashes of one level. Immutable. */
public final class TileHashes {
  private final byte[] bytes;

  private TileHashes(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads a tile's content.
   *
   * @param bytes exactly 32 bytes for each hash of {@code tile}
   * @throws MalformedException if the content is shorter or longer
   */
  public static TileHashes read(Tile tile, byte[] bytes) {
    return wrap(tile, bytes.clone());
  }

  /** The hashes in this order, 1 to 256 of them. */
  public static TileHashes of(List<Hash> hashes) {
    if (hashes.isEmpty() || hashes.size() > Resource.FULL) {
      throw new MalformedException("a tile must have 1 to 256 hashes, not " + hashes.size());
    }
    byte[] bytes = new byte[hashes.size() * Hash.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      hashes.get(i).copyTo(bytes, i * Hash.BYTES);
    }
    return new TileHashes(bytes);
  }

  /**
   * Reads a tile's content without a copy of it.
   *
   * @param bytes exactly 32 bytes for each hash of {@code tile}; must not be changed afterwards
   * @throws MalformedException if the content is shorter or longer
   */
  public static TileHashes wrap(Tile tile, byte[] bytes) {
    if (bytes.length != tile.byteCount()) {
      throw new MalformedException(
          tile + " must have " + tile.byteCount() + " bytes, not " + bytes.length);
    }
    return new TileHashes(bytes);
  }

  /** Wraps an array, which must not be changed afterwards. */
  static TileHashes wrap(byte[] bytes) {
    return new TileHashes(bytes);
  }

  /** Number of hashes, 1 to 256. */
  public int width() {
    return bytes.length / Hash.BYTES;
  }

  /** Hash number {@code i}, from 0. */
  public Hash get(int i) {
    return Hash.at(bytes, Objects.checkIndex(i, width()) * Hash.BYTES);
  }

  /** The first {@code width} hashes. */
  public TileHashes first(int width) {
    if (width < 1 || width > width()) {
      throw new IllegalArgumentException("width " + width + " is outside 1 to " + width());
    }
    return width == width() ? this : new TileHashes(Arrays.copyOf(bytes, width * Hash.BYTES));
  }

  /**
   * The RFC 6962 root over all the hashes. For a full tile it is the tile's hash one level up; for
   * a partial tile it is not a node of a tree, but together with the width it commits to every
   * hash.
   */
  public Hash root() {
    return root(0, width());
  }

  /**
   * The RFC 6962 root over {@code count} hashes; for a complete subtree an aligned power of two.
   */
  Hash root(int from, int count) {
    if (from < 0 || count < 1 || count > width() - from) {
      throw new IllegalArgumentException(
          count + " hashes from " + from + " are outside a tile of width " + width());
    }
    MessageDigest sha256 = Sha256.newDigest();
    byte[] row = new byte[1 + count * Hash.BYTES];
    System.arraycopy(bytes, from * Hash.BYTES, row, 1, count * Hash.BYTES);
    // level by level: pairs are hashed in place, and a hash without a sibling moves up unchanged;
    // the byte before a pair is the first of the array or belongs to a pair that is already hashed
    for (int width = count; width > 1; width = (width + 1) / 2) {
      for (int i = 0; i < width / 2; i++) {
        Rfc6962.nodeInPlace(sha256, row, 2 * i * Hash.BYTES, 1 + i * Hash.BYTES);
      }
      if (width % 2 == 1) {
        System.arraycopy(
            row, 1 + (width - 1) * Hash.BYTES, row, 1 + width / 2 * Hash.BYTES, Hash.BYTES);
      }
    }
    return Hash.at(row, 1);
  }

  /** A copy of the content, as on the wire and on disk. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TileHashes tile && Arrays.equals(bytes, tile.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return width() + " hashes from " + get(0);
  }
}

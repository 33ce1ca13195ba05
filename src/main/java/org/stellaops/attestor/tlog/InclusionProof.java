package org.stellaops.attestor.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * Proof that a leaf is in a tree, RFC 6962 section 2.1.1. The size must be that of the checkpoint:
 * the hashes alone do not determine it.
 *
 * @param index the leaf's index, 0 to size-1
 * @param size the size of the tree, at least 1
 * @param hashes the siblings from the leaf to the root; exactly as many as the shape requires
 */
public record InclusionProof(long index, long size, List<Hash> hashes) {
  /** Rejects an index outside the tree and a wrong number of hashes. */
  public InclusionProof {
    requireLeaf(index, size);
    int needed = length(index, size);
    if (hashes.size() != needed) {
      throw new MalformedException(
          "leaf " + index + " in " + size + " needs " + needed + " hashes, not " + hashes.size());
    }
    hashes = List.copyOf(hashes);
  }

  /** Builds the proof from tiles of a tree with at least {@code size} entries. */
  public static InclusionProof build(long index, long size, TileSource tiles) {
    requireLeaf(index, size);
    TreeHashes tree = new TreeHashes(tiles);
    List<Hash> hashes = new ArrayList<>();
    long lo = 0;
    long hi = size;
    while (hi - lo > 1) {
      long split = lo + splitPoint(hi - lo);
      if (index < split) {
        hashes.add(0, tree.range(split, hi));
        hi = split;
      } else {
        hashes.add(0, tree.range(lo, split));
        lo = split;
      }
    }
    return new InclusionProof(index, size, hashes);
  }

  /** The root of the tree, computed from the leaf and the hashes. */
  public Hash rootFor(Hash leafHash) {
    int inner = innerLength(index, size);
    Hash root = leafHash;
    for (int i = 0; i < hashes.size(); i++) {
      boolean siblingIsRight = i < inner && (index >> i & 1) == 0;
      Hash sibling = hashes.get(i);
      root = siblingIsRight ? Rfc6962.node(root, sibling) : Rfc6962.node(sibling, root);
    }
    return root;
  }

  private static void requireLeaf(long index, long size) {
    if (index < 0 || index >= size) {
      throw new MalformedException("index " + index + " is outside a tree of size " + size);
    }
  }

  /** Number of siblings on the way from a leaf to the root: 0 to 63. */
  static int length(long index, long size) {
    int inner = innerLength(index, size);
    // above that point all siblings are on the left: one for each set bit
    return inner + Long.bitCount(index >> inner);
  }

  /** Number of siblings below the point where the leaf's path joins the right edge. */
  static int innerLength(long index, long size) {
    return Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
  }

  /** The largest power of two that is smaller than {@code length}. */
  static long splitPoint(long length) {
    return Long.highestOneBit(length - 1);
  }
}

package org.stellaops.attestor.tlog;

import org.jspecify.annotations.Nullable;

/**
 * The size and root hash of a log's tree.
 *
 * @param size number of entries, 0 to 2^63-1
 * @param root the Merkle root; for size 0 it must be {@link Rfc6962#EMPTY}
 */
public record TreeHead(long size, Hash root) {
  /** The head of a log with no entries. */
  public static final TreeHead EMPTY = new TreeHead(0, Rfc6962.EMPTY);

  /** Rejects a negative size, and an empty tree with another root. */
  public TreeHead {
    if (size < 0) {
      throw new MalformedException("a tree size must not be negative");
    }
    if (size == 0 && !root.equals(Rfc6962.EMPTY)) {
      throw new MalformedException(
          "the root of an empty tree must be the hash of the empty string");
    }
  }

  /** Not left to the record: the first call of a generated method is slow at startup. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TreeHead head && size == head.size && root.equals(head.root);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(size) + root.hashCode();
  }

  @Override
  public String toString() {
    return size + " " + root;
  }
}

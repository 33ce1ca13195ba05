package org.stellaops.attestor.tlog;

import org.jspecify.annotations.Nullable;

/**
 * The state of a log: how many entries it has and the root over all of them.
 *
 * @param size number of entries, 0 to 2^63-1
 * @param root the Merkle root; for size 0 it is {@link Rfc6962#EMPTY} and nothing else
 */
public record TreeHead(long size, Hash root) {
  /** The head of a log with no entries. */
  public static final TreeHead EMPTY = new TreeHead(0, Rfc6962.EMPTY);

  /** Refuses a negative size, and an empty tree with a root that is not the empty root. */
  public TreeHead {
    if (size < 0) {
      throw new MalformedException("a tree has no negative size");
    }
    if (size == 0 && !root.equals(Rfc6962.EMPTY)) {
      throw new MalformedException("an empty tree has the hash of nothing as its root");
    }
  }

  /** Written out: the first use of one that Java makes is felt by commands that only look. */
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

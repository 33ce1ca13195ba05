package org.stellaops.attestor.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proof that the tree of {@code from} entries is a prefix of the tree of {@code to} entries, RFC
 * 6962 section 2.1.2. The proof between equal sizes, and from the empty tree, has no hashes; the
 * latter proves nothing. The sizes must be those of the two checkpoints: the hashes alone do not
 * determine them.
 *
 * @param from the smaller size
 * @param to the larger size
 * @param hashes in the order of the specification; exactly as many as the two shapes require
 */
public record ConsistencyProof(long from, long to, List<Hash> hashes) {
  /** Rejects sizes in the wrong order and a wrong number of hashes. */
  public ConsistencyProof {
    if (from < 0 || from > to) {
      throw new MalformedException("invalid sizes of a consistency proof: " + from + " to " + to);
    }
    int needed = length(from, to);
    if (hashes.size() != needed) {
      throw new MalformedException(
          "from " + from + " to " + to + " needs " + needed + " hashes, not " + hashes.size());
    }
    hashes = List.copyOf(hashes);
  }

  /** Builds the proof from tiles of a tree with at least {@code to} entries. */
  public static ConsistencyProof build(long from, long to, TileSource tiles) {
    List<Hash> hashes = new ArrayList<>();
    if (from > 0 && from < to) {
      collect(from, 0, to, true, new TreeHashes(tiles), hashes);
    }
    return new ConsistencyProof(from, to, hashes);
  }

  /** SUBPROOF(m, D[lo:hi], b) of the RFC, with m counted from the left end of the whole tree. */
  private static void collect(
      long m, long lo, long hi, boolean known, TreeHashes tree, List<Hash> hashes) {
    if (m == hi) {
      if (!known) {
        hashes.add(tree.range(lo, hi));
      }
      return;
    }
    long split = lo + InclusionProof.splitPoint(hi - lo);
    if (m <= split) {
      collect(m, lo, split, known, tree, hashes);
      hashes.add(tree.range(split, hi));
    } else {
      collect(m, split, hi, false, tree, hashes);
      hashes.add(tree.range(lo, split));
    }
  }

  /** The result of evaluating a proof with two roots. */
  public enum Result {
    /** The older tree is a prefix of the newer one. */
    PROVES,
    /** The hashes are nodes of the newer tree, and the older tree is not a prefix of it. */
    DISPROVES,
    /** The hashes do not lead to the newer root, so they are nodes of another tree. */
    INCONCLUSIVE
  }

  /** Whether it proves that {@code newRoot} extends {@code oldRoot}. */
  public boolean proves(Hash oldRoot, Hash newRoot) {
    return evaluate(oldRoot, newRoot) == Result.PROVES;
  }

  /**
   * Evaluates the proof with two roots. Hashes that lead to the newer root are nodes of its tree,
   * so the older root computed from them is that of its prefix. If the older size is a power of
   * two, the older root itself is the first of these nodes, and a proof cannot disprove it.
   */
  public Result evaluate(Hash oldRoot, Hash newRoot) {
    if (from == 0) {
      return oldRoot.equals(Rfc6962.EMPTY) && (to > 0 || newRoot.equals(Rfc6962.EMPTY))
          ? Result.PROVES
          : Result.INCONCLUSIVE;
    }
    if (from == to) {
      return oldRoot.equals(newRoot) ? Result.PROVES : Result.DISPROVES;
    }
    Roots roots = rootsOver(isComplete(from) ? oldRoot : hashes.get(0));
    if (!roots.newer().equals(newRoot)) {
      return Result.INCONCLUSIVE;
    }
    return roots.older().equals(oldRoot) ? Result.PROVES : Result.DISPROVES;
  }

  /**
   * The root of the older tree, computed from nodes of the newer one; empty if the hashes do not
   * lead to the newer root, or if the older size is a power of two, because the computation then
   * starts from the older root.
   */
  public Optional<Hash> olderRoot(Hash newRoot) {
    if (from == to) {
      return Optional.of(newRoot);
    }
    return Optional.of(from)
        .filter(size -> size > 0 && !isComplete(size))
        .map(size -> rootsOver(hashes.get(0)))
        .filter(roots -> roots.newer().equals(newRoot))
        .map(Roots::older);
  }

  private record Roots(Hash older, Hash newer) {}

  /**
   * Climbs from the last complete subtree of the older tree to both roots. Siblings on the left are
   * in both trees, those on the right only in the newer one.
   */
  private Roots rootsOver(Hash lastSubtree) {
    int height = Long.numberOfTrailingZeros(from);
    long path = (from - 1) >> height;
    int inner = InclusionProof.innerLength(from - 1, to) - height;
    Hash older = lastSubtree;
    Hash newer = lastSubtree;
    List<Hash> siblings = isComplete(from) ? hashes : hashes.subList(1, hashes.size());
    for (int i = 0; i < siblings.size(); i++) {
      Hash sibling = siblings.get(i);
      boolean siblingIsRight = i < inner && (path >> i & 1) == 0;
      older = siblingIsRight ? older : Rfc6962.node(sibling, older);
      newer = siblingIsRight ? Rfc6962.node(newer, sibling) : Rfc6962.node(sibling, newer);
    }
    return new Roots(older, newer);
  }

  private static int length(long from, long to) {
    if (from == 0 || from == to) {
      return 0;
    }
    int climb = InclusionProof.length(from - 1, to) - Long.numberOfTrailingZeros(from);
    return isComplete(from) ? climb : climb + 1;
  }

  /** Whether the tree is a single complete subtree, so that its root need not be given. */
  private static boolean isComplete(long size) {
    return Long.bitCount(size) == 1;
  }
}

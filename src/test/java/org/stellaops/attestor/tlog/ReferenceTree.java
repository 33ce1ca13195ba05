package org.stellaops.attestor.tlog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * RFC 6962 section 2.1 word for word, with its letters: MTH, PATH and PROOF over the entries D. It
 * shares no hashing with the code that it judges and knows nothing of tiles. Roots are remembered
 * because the RFC's recursion asks for the same ones again and again.
 */
final class ReferenceTree {
  private record Range(int from, int to) {}

  private final List<byte[]> entries;
  private final Map<Range, Hash> roots = new HashMap<>();

  ReferenceTree(List<byte[]> entries) {
    this.entries = List.copyOf(entries);
  }

  /** The tree in which entry {@code i} is {@code i} in decimal ASCII digits. */
  static ReferenceTree ofNumbers(int size) {
    return new ReferenceTree(
        IntStream.range(0, size)
            .mapToObj(i -> Integer.toString(i).getBytes(StandardCharsets.US_ASCII))
            .toList());
  }

  int size() {
    return entries.size();
  }

  byte[] entry(int index) {
    return entries.get(index).clone();
  }

  Hash leaf(int index) {
    return mth(index, index + 1);
  }

  /** The root over the first {@code n} entries. */
  Hash root(int n) {
    return mth(0, n);
  }

  /** MTH(D[from:to]). */
  Hash mth(int from, int to) {
    Hash known = roots.get(new Range(from, to));
    if (known == null) {
      known = compute(from, to);
      roots.put(new Range(from, to), known);
    }
    return known;
  }

  private Hash compute(int from, int to) {
    int n = to - from;
    if (n == 0) {
      return sha256();
    }
    if (n == 1) {
      return sha256(new byte[] {0x00}, entries.get(from));
    }
    int k = k(n);
    return sha256(new byte[] {0x01}, mth(from, from + k).bytes(), mth(from + k, to).bytes());
  }

  /** PATH(m, D[n]): the audit path of leaf {@code m} in the tree of {@code n}. */
  List<Hash> path(int m, int n) {
    return path(m, 0, n);
  }

  private List<Hash> path(int m, int from, int to) {
    int n = to - from;
    if (n == 1) {
      return List.of();
    }
    int k = k(n);
    return m < k
        ? followedBy(path(m, from, from + k), mth(from + k, to))
        : followedBy(path(m - k, from + k, to), mth(from, from + k));
  }

  /** PROOF(m, D[n]), for 0 < m <= n. */
  List<Hash> proof(int m, int n) {
    return subproof(m, 0, n, true);
  }

  private List<Hash> subproof(int m, int from, int to, boolean b) {
    int n = to - from;
    if (m == n) {
      return b ? List.of() : List.of(mth(from, to));
    }
    int k = k(n);
    return m <= k
        ? followedBy(subproof(m, from, from + k, b), mth(from + k, to))
        : followedBy(subproof(m - k, from + k, to, false), mth(from, from + k));
  }

  /** The largest power of two smaller than n. */
  private static int k(int n) {
    int k = 1;
    while (2 * k < n) {
      k = 2 * k;
    }
    return k;
  }

  private static List<Hash> followedBy(List<Hash> hashes, Hash last) {
    List<Hash> all = new ArrayList<>(hashes);
    all.add(last);
    return all;
  }

  private static Hash sha256(byte[]... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha256.update(part);
      }
      return Hash.of(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}

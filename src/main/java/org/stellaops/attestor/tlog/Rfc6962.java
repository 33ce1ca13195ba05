package org.stellaops.attestor.tlog;

import java.security.DigestException;
import java.security.MessageDigest;

/**
 * The three hash functions of RFC 6962 section 2.1, over SHA-256: an empty tree is the hash of the
 * empty string, a leaf is {@code H(00 ‖ entry)}, a node is {@code H(01 ‖ left ‖ right)}. The
 * prefixes distinguish leaves from nodes.
 */
public final class Rfc6962 {
  private static final byte LEAF = 0x00;
  private static final byte NODE = 0x01;

  private static final ThreadLocal<MessageDigest> SHA256 =
      ThreadLocal.withInitial(Sha256::newDigest);

  /** The root of the tree with no entries. */
  public static final Hash EMPTY = Hash.of(Sha256.newDigest().digest());

  private Rfc6962() {}

  /** The leaf hash of an entry. */
  public static Hash leaf(byte[] entry) {
    MessageDigest sha256 = begin(LEAF);
    sha256.update(entry);
    return Hash.wrap(sha256.digest());
  }

  /** The hash of the node over two children. */
  public static Hash node(Hash left, Hash right) {
    MessageDigest sha256 = begin(NODE);
    left.updateDigest(sha256);
    right.updateDigest(sha256);
    return Hash.wrap(sha256.digest());
  }

  /**
   * Hashes the entry after the byte at {@code from}, which is overwritten with the prefix, because
   * one update is faster than two.
   *
   * @param sha256 in its initial state; it is reset by the call
   * @param length length of the entry in bytes
   */
  static void leafInPlace(
      MessageDigest sha256, byte[] bytes, int from, int length, byte[] target, int at) {
    bytes[from] = LEAF;
    sha256.update(bytes, from, 1 + length);
    finish(sha256, target, at);
  }

  /**
   * Hashes the node over the two adjacent hashes after the byte at {@code from}, which is
   * overwritten with the prefix.
   */
  static void nodeInPlace(MessageDigest sha256, byte[] hashes, int from, int at) {
    hashes[from] = NODE;
    sha256.update(hashes, from, 1 + 2 * Hash.BYTES);
    finish(sha256, hashes, at);
  }

  private static MessageDigest begin(byte prefix) {
    MessageDigest sha256 = SHA256.get();
    // the state after an exception must not affect this thread's next hash
    sha256.reset();
    sha256.update(prefix);
    return sha256;
  }

  private static void finish(MessageDigest sha256, byte[] target, int at) {
    try {
      sha256.digest(target, at, Hash.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("the target is too short for a hash", e);
    }
  }
}

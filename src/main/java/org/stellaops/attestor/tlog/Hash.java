package org.stellaops.attestor.tlog;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A SHA-256 hash: exactly 32 bytes. Immutable. Its text form is padded standard base64 as
 * checkpoints have it; {@link #hex()} is its hexadecimal form.
 */
public final class Hash {
  /** The length of every hash, in bytes. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The hash with these bytes.
   *
   * @throws MalformedException unless there are exactly 32
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new MalformedException("a hash must have 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /** Wraps an array of 32 bytes, which must not be changed afterwards. */
  static Hash wrap(byte[] bytes) {
    return new Hash(bytes);
  }

  /** The hash at {@code offset} of a longer array. */
  static Hash at(byte[] bytes, int offset) {
    return new Hash(Arrays.copyOfRange(bytes, offset, offset + BYTES));
  }

  /** The inverse of {@link #toString()}: accepts only canonical padded base64 of 32 bytes. */
  public static Hash fromBase64(String text) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("a hash must be valid base64");
    }
    // the JDK decoder accepts missing padding and nonzero trailing bits, so print again and compare
    if (!Base64.getEncoder().encodeToString(decoded).equals(text)) {
      throw new MalformedException("a hash must be canonical base64");
    }
    return of(decoded);
  }

  /** The inverse of {@link #hex()}: 64 hexadecimal digits, lower case. */
  public static Hash fromHex(String text) {
    if (!text.matches("[0-9a-f]{64}")) {
      throw new MalformedException("a hash in hexadecimal must have 64 lower-case digits");
    }
    return new Hash(HexFormat.of().parseHex(text));
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  void updateDigest(MessageDigest digest) {
    digest.update(bytes);
  }

  void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, BYTES);
  }

  /** 64 lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Padded standard base64, 44 characters. */
  @Override
  public String toString() {
    return Base64.getEncoder().encodeToString(bytes);
  }
}

package org.stellaops.attestor.tlog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 without checked exceptions: every Java platform has it. */
public final class Sha256 {
  private Sha256() {}

  /** Creates a digest. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The 32 bytes of the digest of this content. */
  public static byte[] digest(byte[] content) {
    return newDigest().digest(content);
  }

  /** The digest of this content, 64 lower-case hexadecimal digits. */
  public static String hex(byte[] content) {
    return HexFormat.of().formatHex(digest(content));
  }

  /** The digest of the bytes so far; further bytes can be added to {@code digest}. */
  public static byte[] digestSoFar(MessageDigest digest) {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 is cloneable on every Java platform", e);
    }
  }
}

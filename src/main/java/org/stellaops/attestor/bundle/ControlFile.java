package org.stellaops.attestor.bundle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * A file of a bundle that is no part of the tree, as the manifest lists it.
 *
 * @param path {@code checkpoint}, {@code checkpoints/SIZE}, {@code consistency/SIZE}, {@code
 *     pending}, {@code trust/NAME} or {@code anchors/NAME}; names are in lower case, so that no two
 *     differ by case alone
 * @param bytes length of its content, at most 1 MiB
 * @param sha256 of its content, 64 hexadecimal digits
 */
public record ControlFile(String path, long bytes, String sha256) {
  /** The most bytes of one. */
  public static final int MOST_BYTES = 1 << 20;

  /** The log's note over the exported tree. */
  public static final String CHECKPOINT = "checkpoint";

  /** A newer note of the log, beyond the exported tree. */
  public static final String PENDING = "pending";

  /** Where further notes of the log are. */
  static final String CHECKPOINTS = "checkpoints/";

  /** Where, of a log without tiles, the proofs from further notes to the head are. */
  static final String CONSISTENCY = "consistency/";

  private static final Pattern PATH =
      Pattern.compile(
          "checkpoint|pending|(checkpoints|consistency)/[1-9][0-9]{0,18}"
              + "|(trust|anchors)/[a-z0-9][a-z0-9_-]{0,40}(\\.[a-z0-9_-]{1,20}){0,3}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Refuses other paths, lengths and digests. */
  public ControlFile {
    if (!isPath(path)) {
      throw new MalformedException("no file of a bundle is named " + Shown.of(path));
    }
    if (bytes < 0 || bytes > MOST_BYTES) {
      throw new MalformedException(path + " cannot have " + bytes + " bytes");
    }
    if (!SHA256.matcher(sha256).matches()) {
      throw new MalformedException(path + " has no SHA-256 of 64 hexadecimal digits");
    }
  }

  /** Whether a bundle may have a file of this name besides its tree. */
  public static boolean isPath(String path) {
    return PATH.matcher(path).matches();
  }

  /** The entry for this content. */
  static ControlFile of(String path, byte[] content) {
    return new ControlFile(path, content.length, sha256(content));
  }

  /** The path of a further note. */
  static String checkpointPath(long size) {
    return CHECKPOINTS + size;
  }

  /** The path of the proof that the head extends the further note of this size. */
  static String consistencyPath(long size) {
    return CONSISTENCY + size;
  }

  /** SHA-256 in hexadecimal. */
  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(newDigest().digest(content));
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package org.stellaops.attestor.bundle.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.stellaops.attestor.failure.SafeText;
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
public record MetadataFile(String path, long bytes, String sha256) {
  /** The most bytes of one. */
  public static final int MAX_BYTES = 1 << 20;

  /** The log's note over the exported tree. */
  public static final String CHECKPOINT = "checkpoint";

  /** A newer note of the log, beyond the exported tree. */
  public static final String PENDING = "pending";

  /** Where further notes of the log are. */
  public static final String CHECKPOINTS_PREFIX = "checkpoints/";

  /** Where, of a log without tiles, the proofs from further notes to the head are. */
  public static final String CONSISTENCY_PREFIX = "consistency/";

  private static final Pattern PATH =
      Pattern.compile(
          "checkpoint|pending|(checkpoints|consistency)/[1-9][0-9]{0,18}"
              + "|(trust|anchors)/[a-z0-9][a-z0-9_-]{0,40}(\\.[a-z0-9_-]{1,20}){0,3}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Refuses other paths, lengths and digests. */
  public MetadataFile {
    if (!isPath(path)) {
      throw new MalformedException("no file of a bundle is named " + SafeText.quote(path));
    }
    if (bytes < 0 || bytes > MAX_BYTES) {
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
  public static MetadataFile of(String path, byte[] content) {
    return new MetadataFile(path, content.length, sha256(content));
  }

  /** The path of a further note. */
  public static String checkpointPath(long size) {
    return CHECKPOINTS_PREFIX + size;
  }

  /** The path of the proof that the head extends the further note of this size. */
  public static String consistencyPath(long size) {
    return CONSISTENCY_PREFIX + size;
  }

  /** SHA-256 in hexadecimal. */
  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(newSha256().digest(content));
  }

  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

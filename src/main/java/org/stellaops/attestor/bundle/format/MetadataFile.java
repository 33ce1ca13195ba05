package org.stellaops.attestor.bundle.format;

import java.util.regex.Pattern;
import org.stellaops.attestor.bundle.archive.TarFiles;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Sha256;

/**
 * A metadata file of a bundle (one that is not part of the tree) as listed in the manifest.
 *
 * @param path {@code checkpoint}, {@code checkpoints/SIZE}, {@code consistency/SIZE}, {@code
 *     pending}, {@code trust/NAME} or {@code anchors/NAME}; names are in lower case, so that no two
 *     differ only in case; at most 99 characters
 * @param bytes length of its content, at most 1 MiB
 * @param sha256 of its content, 64 hexadecimal digits
 */
public record MetadataFile(String path, long bytes, String sha256) {
  /** The greatest size of a metadata file. */
  public static final int MAX_BYTES = 1 << 20;

  /** The checkpoint of the exported tree. */
  public static final String CHECKPOINT = "checkpoint";

  /** A newer checkpoint, whose tree is not in the bundle. */
  public static final String PENDING = "pending";

  /** The prefix of checkpoints of smaller trees. */
  public static final String CHECKPOINTS_PREFIX = "checkpoints/";

  /** The prefix of consistency proofs to {@link #CHECKPOINT}, for a log without tiles. */
  public static final String CONSISTENCY_PREFIX = "consistency/";

  private static final Pattern PATH =
      Pattern.compile(
          "checkpoint|pending|(checkpoints|consistency)/[1-9][0-9]{0,18}"
              + "|(trust|anchors)/[a-z0-9][a-z0-9_-]{0,40}(\\.[a-z0-9_-]{1,20}){0,3}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Checks path, length and digest. */
  public MetadataFile {
    if (!isPath(path)) {
      throw new MalformedException("invalid path of a metadata file: " + SafeText.quote(path));
    }
    if (bytes < 0 || bytes > MAX_BYTES) {
      throw new MalformedException(
          path + ": invalid length: " + bytes + " bytes, limit " + MAX_BYTES);
    }
    if (!SHA256.matcher(sha256).matches()) {
      throw new MalformedException(path + ": sha256 must be 64 hexadecimal digits");
    }
  }

  /** Whether this is a valid path of a metadata file. */
  public static boolean isPath(String path) {
    return path.length() <= TarFiles.MAX_PATH_LENGTH && PATH.matcher(path).matches();
  }

  /** Describes this content. */
  public static MetadataFile of(String path, byte[] content) {
    return new MetadataFile(path, content.length, Sha256.hex(content));
  }

  /** The path of the checkpoint of this size. */
  public static String checkpointPath(long size) {
    return CHECKPOINTS_PREFIX + size;
  }

  /** The path of the consistency proof from the checkpoint of this size. */
  public static String consistencyPath(long size) {
    return CONSISTENCY_PREFIX + size;
  }
}

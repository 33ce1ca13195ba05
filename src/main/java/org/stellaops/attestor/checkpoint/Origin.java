package org.stellaops.attestor.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a log: the first line of its checkpoints, byte for byte.
 *
 * @param name not empty, one line
 */
public record Origin(String name) {
  /** Rejects an empty name and one with several lines. */
  public Origin {
    CheckpointLine.require(name, "an origin");
  }

  /**
   * The name of the directory of the log's mirror: SHA-256 of the origin as 64 hexadecimal digits.
   */
  public String directory() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Not left to the record, as in {@link org.stellaops.attestor.note.KeyId}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Origin origin && name.equals(origin.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}

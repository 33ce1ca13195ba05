package org.stellaops.attestor.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The name that a log gives itself in the first line of its checkpoints, byte for byte.
 *
 * @param name not empty, one line
 */
public record Origin(String name) {
  /** Refuses an empty name and one that would not fit a line. */
  public Origin {
    CheckpointLine.require(name, "an origin");
  }

  /** SHA-256 of the name as 64 hexadecimal digits: the directory of the mirror of this log. */
  public String directory() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Written out, as those of {@link org.stellaops.attestor.note.KeyId} are. */
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

package org.stellaops.attestor.checkpoint;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.tlog.Sha256;

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
    return Sha256.hex(name.getBytes(StandardCharsets.UTF_8));
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

package org.stellaops.attestor.mirror;

import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * The number by which a Rekor v1 server tells its shards apart.
 *
 * @param value 1 to 2^63-1
 */
public record TreeId(long value) {
  /** What stands between the server and the tree ID in the origin of a shard. */
  public static final String SEPARATOR = " - ";

  private static final String DIGITS = "[1-9][0-9]{0,18}";

  /** Refuses numbers that no tree has. */
  public TreeId {
    if (value <= 0) {
      throw new MalformedException("a tree ID is a positive number");
    }
  }

  /** Reads it in decimal; empty for whatever is none in its one spelling. */
  public static Optional<TreeId> tryParse(String text) {
    if (!text.matches(DIGITS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TreeId(Long.parseLong(text)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The tree ID in the origin of one of this server's shards; empty if it is none of them. */
  public static Optional<TreeId> of(Origin shard, Origin server) {
    String prefix = server + SEPARATOR;
    return shard.name().startsWith(prefix)
        ? tryParse(shard.name().substring(prefix.length()))
        : Optional.empty();
  }

  /** The origin of this shard of a server: {@code rekor.sigstore.dev - 1193050959916656506}. */
  public Origin origin(Origin server) {
    return new Origin(server + SEPARATOR + value);
  }

  /** The inverse of {@link #tryParse}. */
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

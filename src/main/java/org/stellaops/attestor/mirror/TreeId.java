package org.stellaops.attestor.mirror;

import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * The tree ID of a shard of a Rekor v1 server.
 *
 * @param value 1 to 2^63-1
 */
public record TreeId(long value) {
  /** The separator of the server and the tree ID in the origin of a shard. */
  public static final String SEPARATOR = " - ";

  private static final String DIGITS = "[1-9][0-9]{0,18}";

  /** Rejects zero and negative numbers. */
  public TreeId {
    if (value <= 0) {
      throw new MalformedException("a tree ID is a positive number");
    }
  }

  /** Parses a decimal number; empty if the text is not a tree ID without leading zeros. */
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

  /** The tree ID in the origin of a shard; empty if it is not a shard of this server. */
  public static Optional<TreeId> of(Origin shard, Origin server) {
    String prefix = server + SEPARATOR;
    return shard.name().startsWith(prefix)
        ? tryParse(shard.name().substring(prefix.length()))
        : Optional.empty();
  }

  /** The name of the server if the origin is that of a shard of Rekor v1, otherwise the origin. */
  public static String serverName(Origin origin) {
    int separator = origin.name().lastIndexOf(SEPARATOR);
    return separator > 0
            && tryParse(origin.name().substring(separator + SEPARATOR.length())).isPresent()
        ? origin.name().substring(0, separator)
        : origin.name();
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

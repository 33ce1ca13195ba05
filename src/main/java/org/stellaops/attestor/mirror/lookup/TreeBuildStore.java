package org.stellaops.attestor.mirror.lookup;

import java.net.URI;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.Resource;

/**
 * Trees that are being drawn up from entries, for logs that have no tiles. Nothing in a draft is
 * verified, so it is nowhere near a mirror: a mirror takes from it as from a log that is a tree of
 * files, and believes it as little.
 *
 * <p>Every method throws {@link org.stellaops.attestor.failure.AttestorException} with {@code disk}
 * when the file system refuses.
 */
public interface TreeBuildStore {
  /** The draft of a log as a place to mirror from: a {@code file:} URL that ends in a slash. */
  URI url(Origin origin);

  /** The content of exactly this file; empty if there is none. */
  Optional<byte[]> read(Origin origin, Resource resource);

  /** Writes a file, or writes it anew. */
  void write(Origin origin, Resource resource, byte[] content);

  /** Removes the draft of a log. */
  void delete(Origin origin);
}

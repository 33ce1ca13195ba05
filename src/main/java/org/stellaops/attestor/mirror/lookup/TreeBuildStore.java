package org.stellaops.attestor.mirror.lookup;

import java.net.URI;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.Resource;

/**
 * Tiles and entry bundles that are built from entries, for logs that have no tiles. Nothing in it
 * is verified: a sync mirrors from it as from a log in the file system, with the same checks.
 *
 * <p>Every method throws {@link org.stellaops.attestor.failure.AttestorException} with {@code disk}
 * if the file system reports an error.
 */
public interface TreeBuildStore {
  /** The URL to mirror the tree from: a {@code file:} URL that ends in a slash. */
  URI url(Origin origin);

  /** The content of the file of exactly this resource; empty if there is none. */
  Optional<byte[]> read(Origin origin, Resource resource);

  /** Writes or replaces a file. */
  void write(Origin origin, Resource resource, byte[] content);

  /** Deletes the tree of a log. */
  void delete(Origin origin);
}

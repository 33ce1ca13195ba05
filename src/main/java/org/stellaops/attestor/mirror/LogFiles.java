package org.stellaops.attestor.mirror;

import java.net.URI;
import java.util.Optional;

/** Reads logs that are trees of files on this machine. */
public interface LogFiles {
  /**
   * The content of a file.
   *
   * @param prefix a {@code file:} URL that ends in a slash
   * @param path the path below it
   * @param max the most bytes to read; a longer file gives its beginning
   * @return empty if there is no such file
   * @throws org.stellaops.attestor.failure.AttestorException with {@code disk} if it is there and
   *     cannot be read
   */
  Optional<byte[]> read(URI prefix, String path, int max);
}

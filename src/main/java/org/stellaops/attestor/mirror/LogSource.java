package org.stellaops.attestor.mirror;

import java.net.URI;
import java.util.Optional;

/** Reads logs that are trees of files on this machine. */
public interface LogSource {
  /**
   * The content of a file; that of an entry bundle without the compression that it may be kept in.
   *
   * @param prefix a {@code file:} URL that ends in a slash
   * @param path the path below it
   * @param max the most bytes to read; a longer content gives its beginning
   * @return empty if there is no such file
   * @throws org.stellaops.attestor.failure.AttestorException with {@code network} if it is there
   *     and cannot be read
   */
  Optional<byte[]> read(URI prefix, String path, int max);
}

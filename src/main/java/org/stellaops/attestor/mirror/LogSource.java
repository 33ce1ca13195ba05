package org.stellaops.attestor.mirror;

import java.net.URI;
import java.util.Optional;

/** Reads logs from the file system. */
public interface LogSource {
  /**
   * The content of a file. An entry bundle that is stored compressed is decompressed.
   *
   * @param prefix a {@code file:} URL that ends in a slash
   * @param path the path below it
   * @param max how many bytes to read at most; longer content is cut off
   * @return empty if there is no such file
   * @throws org.stellaops.attestor.failure.AttestorException with {@code network} if it exists and
   *     cannot be read
   */
  Optional<byte[]> read(URI prefix, String path, int max);
}

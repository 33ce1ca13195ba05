package org.stellaops.attestor.route.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Decompresses a response. The stream of the JDK calls itself for each member without content, so
 * that a response with many of them would overflow the stack.
 */
final class BoundedGzipStream extends GZIPInputStream {
  /** Servers send one member; concatenated files have few in a row without content. */
  private static final int MAX_EMPTY_MEMBERS = 16;

  private int calls;

  BoundedGzipStream(InputStream compressed) throws IOException {
    super(compressed);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (calls > MAX_EMPTY_MEMBERS) {
      throw new ZipException(
          "the compressed response has more than " + MAX_EMPTY_MEMBERS + " empty parts in a row");
    }
    calls++;
    try {
      return super.read(bytes, from, length);
    } finally {
      calls--;
    }
  }
}

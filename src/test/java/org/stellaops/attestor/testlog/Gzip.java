package org.stellaops.attestor.testlog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compression in memory. */
final class Gzip {
  private Gzip() {}

  /** Compresses {@code content} so many times in a row. */
  static byte[] compressRepeated(byte[] content, int times) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      for (int i = 0; i < times; i++) {
        gzip.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always writable", e);
    }
    return compressed.toByteArray();
  }
}

package org.stellaops.attestor.filetree;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * Reads an entry bundle in the file of a log: plain, or as one gzip member ({@code 1f 8b 08 …}).
 */
final class EntryBundleFile {
  private static final int GZIP = 0x1f8b08;

  private EntryBundleFile() {}

  /**
   * Returns the content of an entry bundle.
   *
   * <p>Bytes that parse as this entry bundle are plain, even if they start like gzip: its first two
   * bytes are also the length of an entry of 8,075 bytes.
   *
   * @param stored the content of the file, at most {@code maxBytes} bytes
   * @param maxBytes limit for the decompressed size; longer content is truncated
   * @throws MalformedException if it is invalid gzip, or has trailing data
   */
  static byte[] decode(EntryBundle bundle, byte[] stored, int maxBytes) {
    if (!isGzip(stored) || Entries.isWellFormed(bundle, stored)) {
      return stored;
    }
    try {
      return gunzip(stored, maxBytes);
    } catch (IOException e) {
      String reason = e.getMessage() == null ? "truncated" : e.getMessage();
      throw new MalformedException("invalid gzip data: " + reason);
    }
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 2
        && (Byte.toUnsignedInt(bytes[0]) << 16
                | Byte.toUnsignedInt(bytes[1]) << 8
                | Byte.toUnsignedInt(bytes[2]))
            == GZIP;
  }

  private static byte[] gunzip(byte[] stored, int maxBytes) throws IOException {
    ByteArrayInputStream input = new ByteArrayInputStream(stored);
    try (GzipCompressorInputStream member = new GzipCompressorInputStream(input)) {
      byte[] content = member.readNBytes(maxBytes);
      if (content.length < maxBytes && input.available() > 0) {
        throw new IOException("trailing data");
      }
      return content;
    }
  }
}

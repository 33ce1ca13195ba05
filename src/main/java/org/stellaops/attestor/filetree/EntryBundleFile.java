package org.stellaops.attestor.filetree;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * An entry bundle as a log keeps it on its disk: plain, or as one gzip member, {@code 1f 8b 08 …},
 * which is how some logs serve it.
 */
final class EntryBundleFile {
  private static final int GZIP = 0x1f8b08;

  private EntryBundleFile() {}

  /**
   * The content of a bundle.
   *
   * <p>What has the form of this bundle is taken as it is, whatever it begins with: the first bytes
   * of gzip are also the length of a first entry of 8,075 bytes.
   *
   * @param stored what lies there, of {@code maxBytes} bytes at the most
   * @param maxBytes the most to unpack, 0 or more; a longer content gives its beginning
   * @throws MalformedException if it is gzip that is broken or goes on after its end
   */
  static byte[] decode(EntryBundle bundle, byte[] stored, int maxBytes) {
    if (!isGzip(stored) || Entries.isWellFormed(bundle, stored)) {
      return stored;
    }
    try {
      return gunzip(stored, maxBytes);
    } catch (IOException e) {
      String reason = e.getMessage() == null ? "it ends too early" : e.getMessage();
      throw new MalformedException("it is gzip that cannot be unpacked: " + reason);
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
        throw new IOException("something comes after its end");
      }
      return content;
    }
  }
}

package org.stellaops.attestor.bundle.archive;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Encodes tar headers of regular files, which differ only in path, size and checksum. Reuse an
 * instance, because creating one takes much longer than encoding a header. Not thread-safe.
 */
final class TarHeader {
  /** The length of a header and of a block. */
  static final int BYTES = 512;

  private static final int MODE = 0100644;

  /** The same for every file. GNU tar warns about implausibly old files if it is 0. */
  private static final long MTIME_MILLIS = 1_000_000_000_000L;

  private final TarArchiveEntry entry = new TarArchiveEntry("file", TarConstants.LF_NORMAL, true);

  TarHeader() {
    entry.setMode(MODE);
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setModTime(MTIME_MILLIS);
  }

  /** Encodes the header of a file. */
  byte[] encode(String path, long size) {
    entry.setName(path);
    entry.setSize(size);
    byte[] header = new byte[BYTES];
    entry.writeEntryHeader(header);
    return header;
  }
}

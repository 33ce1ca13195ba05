package org.stellaops.attestor.bundle.archive;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The header of a plain file in a tar archive, which differs from that of others in the path, the
 * size and the checksum alone. For one thread: making what the library needs for a header takes
 * much longer than writing one with it.
 */
final class TarHeader {
  /** The length of a header, and of the blocks that content is filled up to. */
  static final int BYTES = 512;

  private static final int MODE = 0100644;

  /** The same for every file of every bundle; at 0 GNU tar finds files implausibly old. */
  private static final long MTIME_MILLIS = 1_000_000_000_000L;

  private final TarArchiveEntry entry = new TarArchiveEntry("file", TarConstants.LF_NORMAL, true);

  TarHeader() {
    entry.setMode(MODE);
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setModTime(MTIME_MILLIS);
  }

  /** That of a file. */
  byte[] encode(String path, long size) {
    entry.setName(path);
    entry.setSize(size);
    byte[] header = new byte[BYTES];
    entry.writeEntryHeader(header);
    return header;
  }
}

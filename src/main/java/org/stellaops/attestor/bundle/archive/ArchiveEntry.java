package org.stellaops.attestor.bundle.archive;

import org.stellaops.attestor.tlog.ByteSlice;

/**
 * A file of the archive.
 *
 * @param path relative, with slashes, as {@code tile/0/x001/234}
 * @param content handed on, not copied, and not to be changed
 */
public record ArchiveEntry(String path, ByteSlice content) {
  public ArchiveEntry(String path, byte[] content) {
    this(path, ByteSlice.of(content));
  }

  /** The content as an array of its own. */
  public byte[] bytes() {
    return content.bytes();
  }
}

package org.stellaops.attestor.bundle.archive;

import org.stellaops.attestor.tlog.ByteSlice;

/**
 * A file in the archive.
 *
 * @param path relative, with slashes, as {@code tile/0/x001/234}
 * @param content its bytes; not copied, must not be changed
 */
public record ArchiveEntry(String path, ByteSlice content) {
  /** Wraps an array without copying it. */
  public ArchiveEntry(String path, byte[] content) {
    this(path, ByteSlice.of(content));
  }

  /** The content: its array itself if it is all of it, else a copy. */
  public byte[] bytes() {
    return content.bytes();
  }
}

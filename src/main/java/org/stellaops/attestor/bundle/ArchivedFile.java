package org.stellaops.attestor.bundle;

import org.stellaops.attestor.tlog.Slice;

/**
 * A file of the archive.
 *
 * @param path relative, with slashes, as {@code tile/0/x001/234}
 * @param content handed on, not copied, and not to be changed
 */
record ArchivedFile(String path, Slice content) {
  ArchivedFile(String path, byte[] content) {
    this(path, Slice.of(content));
  }

  /** The content as an array of its own. */
  byte[] bytes() {
    return content.bytes();
  }
}

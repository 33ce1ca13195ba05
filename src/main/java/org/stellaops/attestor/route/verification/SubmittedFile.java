package org.stellaops.attestor.route.verification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file in the inbox in the state in which it was copied.
 *
 * @param path the file
 * @param state its inode, size and time
 */
record SubmittedFile(Path path, String state) {
  /** The current state of a file; a link is not followed. */
  static SubmittedFile of(Path path) throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new SubmittedFile(path, now.fileKey() + " " + now.size() + " " + now.lastModifiedTime());
  }

  /** Deletes the file unless it was removed, replaced or changed since. */
  void deleteIfUnchanged() throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && of(path).equals(this)) {
      Files.deleteIfExists(path);
    }
  }
}

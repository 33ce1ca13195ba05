package org.stellaops.attestor.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** Who may read a file that this process may not. */
final class FileReaders {
  private FileReaders() {}

  /** The package makes its file readable for the group of the daemon's user only. */
  static String hint(Path file) {
    try {
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      boolean isForGroup =
          attributes.permissions().contains(PosixFilePermission.GROUP_READ)
              && !attributes.group().getName().equals("root");
      return "run the command as the user %s, for example with sudo -u"
          .formatted((isForGroup ? attributes.group() : attributes.owner()).getName());
    } catch (IOException | UnsupportedOperationException e) {
      return "run the command as a user who may read it";
    }
  }
}

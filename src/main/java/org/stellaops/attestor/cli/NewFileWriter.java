package org.stellaops.attestor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Writes a new file and never replaces an existing one. */
public final class NewFileWriter {
  private NewFileWriter() {}

  /** Writes a file with the default permissions. */
  public static void write(Path file, byte[] content) {
    write(file, content, false);
  }

  /** Writes a file that only its owner may read. It is created with these permissions. */
  public static void writePrivate(Path file, byte[] content) {
    write(file, content, true);
  }

  private static void write(Path file, byte[] content, boolean ownerOnly) {
    try {
      Files.createFile(file, ownerOnly ? ownerOnlyAttributes(file) : new FileAttribute<?>[0]);
      Files.write(file, content);
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK,
          "cannot write " + file + ": " + e,
          "name a file that does not exist yet, in an existing directory",
          e);
    }
  }

  /** Empty on file systems without POSIX permissions. */
  private static FileAttribute<?>[] ownerOnlyAttributes(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    return Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}

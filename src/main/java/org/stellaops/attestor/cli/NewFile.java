package org.stellaops.attestor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** {@code --output FILE} of commands that write something for others: never over another file. */
final class NewFile {
  private NewFile() {}

  static void write(Path file, byte[] content) {
    try {
      Files.write(file, content, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK,
          "cannot write " + file + ": " + e,
          "name a new file in a folder that is there",
          e);
    }
  }
}

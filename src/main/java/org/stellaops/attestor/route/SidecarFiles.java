package org.stellaops.attestor.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.stellaops.attestor.drop.DropName;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;

/**
 * Writes, moves and removes the files next to bundles and requests, such as receipts. Writes and
 * moves are atomic.
 */
public final class SidecarFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SidecarFiles() {}

  /** Writes a value of records, maps and lists as JSON. */
  public static void write(Path file, Object value) {
    write(file, json(value));
  }

  /** The JSON of a value of records, maps and lists, as it is written to files. */
  public static byte[] json(Object value) {
    try {
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
      return SafeText.json(text).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain maps are JSON", e);
    }
  }

  /**
   * Writes a new file under a random hidden name and renames it. Creates missing directories.
   *
   * @throws AttestorException with {@code disk} on an I/O error
   */
  public static void write(Path file, byte[] content) {
    // others may write into the directory: a known name could be a link to a file of this process
    Path hidden = file.resolveSibling(DropName.random());
    try {
      Files.createDirectories(file.getParent());
      Files.write(hidden, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deleteQuietly(hidden);
      throw cannotWrite(file, e);
    }
  }

  /** Moves a file; does nothing if it does not exist. */
  public static void move(Path file, Path target) {
    try {
      Files.createDirectories(target.getParent());
      Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      // another process moved it
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  public static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static void deleteQuietly(Path hidden) {
    try {
      Files.deleteIfExists(hidden);
    } catch (IOException e) {
      // the first error is reported
    }
  }

  private static AttestorException cannotWrite(Path file, IOException cause) {
    return new AttestorException(
        Failure.DISK,
        "cannot write " + file + ": " + cause,
        "check free space and the permissions of the directory",
        cause);
  }
}

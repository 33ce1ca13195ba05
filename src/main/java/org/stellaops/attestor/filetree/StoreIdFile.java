package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.mirror.MirrorLayout;

/** The file {@link MirrorLayout#STORE_ID}: 32 hexadecimal digits and a newline, written once. */
final class StoreIdFile {
  private static final String INVALID = "invalid";
  private static final int MAX_BYTES = 64;

  private StoreIdFile() {}

  static Optional<String> read(Path base) throws IOException {
    Path file = base.resolve(MirrorLayout.STORE_ID);
    try {
      if (Files.size(file) > MAX_BYTES) {
        return Optional.of(INVALID);
      }
      String id = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
      return Optional.of(id.matches("[0-9a-f]{32}") ? id : INVALID);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Several processes may create the file at the same time; one of them wins. */
  static String create(Path base, String proposed) throws IOException {
    Optional<String> present = read(base);
    if (present.isPresent() && !present.get().equals(INVALID)) {
      return present.get();
    }
    Path file = Files.createDirectories(base).resolve(MirrorLayout.STORE_ID);
    if (present.isPresent()) {
      DurableFiles.replace(file, content(proposed));
      return proposed;
    }
    Path temporary = base.resolve(MirrorLayout.STORE_ID + "." + UUID.randomUUID() + ".tmp");
    try {
      DurableFiles.replace(temporary, content(proposed));
      link(file, temporary);
    } finally {
      Files.deleteIfExists(temporary);
    }
    DurableFiles.fsync(base);
    return read(base).orElse(INVALID);
  }

  /** A link is created only if the name is free; some file systems have no links. */
  private static void link(Path file, Path temporary) throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      return; // another process was faster
    } catch (IOException | UnsupportedOperationException e) {
      Files.move(temporary, file);
    }
  }

  private static byte[] content(String id) {
    return (id + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}

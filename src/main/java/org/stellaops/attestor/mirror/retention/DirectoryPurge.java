package org.stellaops.attestor.mirror.retention;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.stellaops.attestor.drop.DropFolder;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Removes old files from a directory. */
public sealed interface DirectoryPurge permits FilePurge, KitPurge {
  /** The directory, which need not exist. */
  Path directory();

  /** The names of the files that may go. */
  List<Path> removable(Instant now, DropFolder folder) throws IOException;

  /**
   * Removes the files that may go; returns their number.
   *
   * @param dryRun only count them
   * @throws AttestorException with {@code disk} if the directory cannot be read, or a file not be
   *     removed
   */
  default long run(Clock clock, boolean dryRun) {
    Path parent = Objects.requireNonNull(directory().getParent());
    // used through its descriptor: others may put a link in its place
    try {
      Optional<DropFolder> existing =
          DropFolder.existing(parent, directory().getFileName().toString());
      if (existing.isEmpty()) {
        return 0;
      }
      try (DropFolder folder = existing.get()) {
        List<Path> removable = removable(clock.instant(), folder);
        for (Path file : dryRun ? List.<Path>of() : removable) {
          folder.delete(file);
        }
        return removable.size();
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new AttestorException(
          Failure.DISK,
          "cannot purge " + directory() + ": " + e,
          "check its owner and its rights",
          e);
    }
  }
}

package org.stellaops.attestor.mirror.retention;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.stellaops.attestor.drop.DropFolder;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Removes old files from a directory in which processed files are kept. Directories and links stay,
 * and no link is followed.
 *
 * @param maxAge the age above which files are removed; zero for none
 * @param maxBytes the total size above which the oldest files are removed; zero for none
 */
public record FilePurge(Path directory, Duration maxAge, long maxBytes) implements DirectoryPurge {
  private record KeptFile(Path path, Instant modifiedAt, long bytes) {}

  @Override
  public long run(Clock clock, boolean dryRun) {
    // used through its descriptor: others may put a link in its place
    try {
      Optional<DropFolder> folder =
          DropFolder.existing(
              Objects.requireNonNull(directory.getParent()), directory.getFileName() + "");
      return folder.isEmpty() ? 0 : run(folder.get(), clock.instant(), dryRun);
    } catch (IOException | DirectoryIteratorException e) {
      throw failure(directory, e);
    }
  }

  static AttestorException failure(Path directory, Exception e) {
    return new AttestorException(
        Failure.DISK, "cannot purge " + directory + ": " + e, "check its owner and its rights", e);
  }

  private long run(DropFolder opened, Instant now, boolean dryRun) throws IOException {
    try (DropFolder folder = opened) {
      List<Path> removable = removable(now, folder);
      for (Path file : dryRun ? List.<Path>of() : removable) {
        folder.delete(file);
      }
      return removable.size();
    }
  }

  private List<Path> removable(Instant now, DropFolder folder) throws IOException {
    List<KeptFile> files = new ArrayList<>();
    folder
        .files()
        .forEach((name, attributes) ->
            files.add(
                new KeptFile(name, attributes.lastModifiedTime().toInstant(), attributes.size())));
    files.sort(Comparator.comparing(KeptFile::modifiedAt).thenComparing(KeptFile::path));
    long bytes = files.stream().mapToLong(KeptFile::bytes).sum();
    List<Path> removable = new ArrayList<>();
    for (KeptFile file : files) {
      boolean old = !maxAge.isZero() && file.modifiedAt().isBefore(now.minus(maxAge));
      if (old || maxBytes > 0 && bytes > maxBytes) {
        removable.add(file.path());
        bytes -= file.bytes();
      }
    }
    return removable;
  }
}

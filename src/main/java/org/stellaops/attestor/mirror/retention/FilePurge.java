package org.stellaops.attestor.mirror.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Removes old files from a directory in which processed files are kept. Directories and links stay,
 * and no link is followed.
 *
 * @param maxAge the age above which files are removed; zero for none
 * @param maxBytes the total size above which the oldest files are removed; zero for none
 */
public record FilePurge(Path directory, Duration maxAge, long maxBytes) {
  private record KeptFile(Path path, Instant modifiedAt, long bytes) {}

  /**
   * Removes the files that may go; returns their number.
   *
   * @param dryRun only count them
   * @throws AttestorException with {@code disk} if the directory cannot be read, or a file not be
   *     removed
   */
  public long run(Clock clock, boolean dryRun) {
    try {
      List<Path> removable = removable(clock.instant());
      for (Path file : dryRun ? List.<Path>of() : removable) {
        Files.deleteIfExists(file);
      }
      return removable.size();
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK,
          "cannot purge " + directory + ": " + e,
          "check its owner and its rights",
          e);
    }
  }

  private List<Path> removable(Instant now) throws IOException {
    List<KeptFile> files = files();
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

  private List<KeptFile> files() throws IOException {
    List<KeptFile> files = new ArrayList<>();
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return files;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path path : entries.toList()) {
        BasicFileAttributes attributes =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile()) {
          files.add(
              new KeptFile(path, attributes.lastModifiedTime().toInstant(), attributes.size()));
        }
      }
    }
    return files;
  }
}

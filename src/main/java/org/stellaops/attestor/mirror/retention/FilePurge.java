package org.stellaops.attestor.mirror.retention;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.stellaops.attestor.drop.DropFolder;

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
  public List<Path> removable(Instant now, DropFolder folder) throws IOException {
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

package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.StagedFiles;
import org.stellaops.attestor.mirror.VerifiedFile;

/**
 * Files under the paths that they will have, in a directory of their own on the same file system as
 * the mirror, so that taking them over is a rename of each. Holds no list of all of them, so its
 * memory does not grow with their number.
 */
final class StagingDirectory implements StagedFiles {
  private static final int BATCH = 4_096;

  private final Path directory;
  private final Path mirror;
  private final FlushedAlong flushed = new FlushedAlong();

  private StagingDirectory(Path directory, Path mirror) {
    this.directory = directory;
    this.mirror = mirror;
  }

  /** An empty one; whoever was here before is dead, because the caller has the log's lock. */
  static StagingDirectory begin(Path directory, Path mirror) throws IOException {
    drop(directory);
    Files.createDirectories(directory);
    return new StagingDirectory(directory, mirror);
  }

  @Override
  public void write(VerifiedFile file) {
    Path path = directory.resolve(file.resource().path());
    try {
      try {
        Files.write(path, file.bytes());
      } catch (NoSuchFileException e) {
        Files.createDirectories(path.getParent());
        Files.write(path, file.bytes());
      }
      flushed.add(path);
    } catch (IOException e) {
      throw refused(e);
    }
  }

  /** The content of all files is on disk before the first of them gets its name. */
  @Override
  public void publish() {
    try {
      flushed.finish();
      Batches batches = new Batches();
      Files.walkFileTree(directory, batches);
      batches.take();
    } catch (IOException e) {
      throw refused(e);
    }
  }

  /** Gives names to so many files at a time, and has the disk take the names. */
  private final class Batches extends SimpleFileVisitor<Path> {
    private final List<Path> files = new ArrayList<>();

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      files.add(file);
      if (files.size() == BATCH) {
        take();
      }
      return FileVisitResult.CONTINUE;
    }

    void take() throws IOException {
      Set<Path> directories = new LinkedHashSet<>();
      for (Path file : files) {
        Path target = mirror.resolve(directory.relativize(file));
        if (directories.add(target.getParent())) {
          Files.createDirectories(target.getParent());
        }
        Files.move(
            file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
      SettledFiles.settleDirectories(directories, mirror);
      files.clear();
    }
  }

  @Override
  public void close() {
    flushed.close();
    try {
      drop(directory);
    } catch (IOException e) {
      throw refused(e);
    }
  }

  private static void drop(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failed)
              throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private AttestorException refused(IOException cause) {
    return new AttestorException(
        Failure.DISK,
        "cannot stage files in " + directory + ": " + cause,
        "look at the free space and the rights of attestor.tileCache.basePath",
        cause);
  }
}

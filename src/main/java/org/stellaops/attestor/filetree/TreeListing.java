package org.stellaops.attestor.filetree;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.stellaops.attestor.mirror.MirrorTree.ListedFile;

/** Lists all files below a directory, without following links. */
final class TreeListing extends SimpleFileVisitor<Path> {
  private final int prefixLength;
  private final Consumer<ListedFile> listener;

  private TreeListing(Path root, Consumer<ListedFile> listener) {
    this.prefixLength = root.toString().length() + 1;
    this.listener = listener;
  }

  /** Tolerates concurrent changes; a missing directory has no files. */
  static void walk(Path root, Consumer<ListedFile> listener) throws IOException {
    Files.walkFileTree(root, new TreeListing(root, listener));
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    // relativize would take longer than reading the attributes
    String path = file.toString().substring(prefixLength).replace(File.separatorChar, '/');
    listener.accept(
        new ListedFile(path, attributes.lastModifiedTime().toInstant(), attributes.size()));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }
}

package org.stellaops.attestor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stellaops.attestor.durable.DirectoryTrees;

/**
 * A temporary directory that is deleted with its content when closed.
 *
 * @param directory its path
 */
public record TempDirectory(Path directory) implements AutoCloseable {
  /** Creates a directory whose name starts with the prefix. */
  public static TempDirectory create(String prefix) throws IOException {
    return new TempDirectory(Files.createTempDirectory(prefix));
  }

  @Override
  public void close() throws IOException {
    DirectoryTrees.delete(directory);
  }
}

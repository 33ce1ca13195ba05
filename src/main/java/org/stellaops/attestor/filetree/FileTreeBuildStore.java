package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.durable.DirectoryTrees;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.lookup.TreeBuildStore;
import org.stellaops.attestor.tlog.Resource;

/**
 * Stores the trees that are built from entries, in one directory per log.
 *
 * @param base a directory that need not exist yet
 */
public record FileTreeBuildStore(Path base) implements TreeBuildStore {
  @Override
  public URI url(Origin origin) {
    String url = directory(origin).toUri().toString();
    return URI.create(url.endsWith("/") ? url : url + "/");
  }

  @Override
  public Optional<byte[]> read(Origin origin, Resource resource) {
    try {
      return Optional.of(Files.readAllBytes(directory(origin).resolve(resource.path())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw diskError(e);
    }
  }

  /** Writes atomically, but does not sync: a lost file is built again. */
  @Override
  public void write(Origin origin, Resource resource, byte[] content) {
    Path file = directory(origin).resolve(resource.path());
    try {
      Files.createDirectories(file.getParent());
      Path temporary = Files.write(file.resolveSibling(file.getFileName() + ".tmp"), content);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw diskError(e);
    }
  }

  @Override
  public void delete(Origin origin) {
    try {
      DirectoryTrees.delete(directory(origin));
    } catch (IOException e) {
      throw diskError(e);
    }
  }

  private Path directory(Origin origin) {
    return base.resolve(origin.directory());
  }

  private AttestorException diskError(IOException e) {
    return new AttestorException(
        Failure.DISK,
        "cannot use the trees being built in " + base + ": " + e,
        "check free space and permissions of attestor.dataDir",
        e);
  }
}

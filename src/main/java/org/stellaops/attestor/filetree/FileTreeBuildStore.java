package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.lookup.TreeBuildStore;
import org.stellaops.attestor.tlog.Resource;

/** Drafts under a directory of their own, one below it for each log. */
public final class FileTreeBuildStore implements TreeBuildStore {
  private final Path base;

  /** Drafts below a directory that need not exist yet. */
  public FileTreeBuildStore(Path base) {
    this.base = base;
  }

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

  /** A file is whole or not there; whether it survives a power failure is of no interest. */
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
    try (Stream<Path> files = Files.walk(directory(origin))) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path each : all) {
        Files.delete(each);
      }
    } catch (NoSuchFileException e) {
      // nothing was there
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
        "cannot use the drafts in " + base + ": " + e,
        "look at the free space and the rights of attestor.dataDir",
        e);
  }
}

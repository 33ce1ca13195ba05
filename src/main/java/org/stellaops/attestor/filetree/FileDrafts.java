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
import org.stellaops.attestor.mirror.Drafts;
import org.stellaops.attestor.tlog.Resource;

/** Drafts under a directory of their own, one below it for each log. */
public final class FileDrafts implements Drafts {
  private final Path base;

  /** Drafts below a directory that need not exist yet. */
  public FileDrafts(Path base) {
    this.base = base;
  }

  @Override
  public URI place(Origin origin) {
    String url = root(origin).toUri().toString();
    return URI.create(url.endsWith("/") ? url : url + "/");
  }

  @Override
  public Optional<byte[]> read(Origin origin, Resource resource) {
    try {
      return Optional.of(Files.readAllBytes(root(origin).resolve(resource.path())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw disk(e);
    }
  }

  /** A file is whole or not there; whether it survives a power failure is of no interest. */
  @Override
  public void write(Origin origin, Resource resource, byte[] content) {
    Path file = root(origin).resolve(resource.path());
    try {
      Files.createDirectories(file.getParent());
      Path begun = Files.write(file.resolveSibling(file.getFileName() + ".tmp"), content);
      Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw disk(e);
    }
  }

  @Override
  public void drop(Origin origin) {
    try (Stream<Path> files = Files.walk(root(origin))) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path each : all) {
        Files.delete(each);
      }
    } catch (NoSuchFileException e) {
      // nothing was there
    } catch (IOException e) {
      throw disk(e);
    }
  }

  private Path root(Origin origin) {
    return base.resolve(origin.directory());
  }

  private AttestorException disk(IOException e) {
    return new AttestorException(
        Failure.DISK,
        "cannot use the drafts in " + base + ": " + e,
        "look at the free space and the rights of attestor.dataDir",
        e);
  }
}

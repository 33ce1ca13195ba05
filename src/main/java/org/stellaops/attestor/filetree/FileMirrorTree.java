package org.stellaops.attestor.filetree;

import java.io.File;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.PublishedFile;
import org.stellaops.attestor.mirror.StagedFiles;
import org.stellaops.attestor.mirror.TreeStats;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The mirrors of all logs under one base path, which need not exist yet. Holds nothing but paths,
 * so it may be used by many threads.
 */
public final class FileMirrorTree implements MirrorTree {
  private final Path base;
  private final Map<Origin, Path> roots = new ConcurrentHashMap<>();

  /** The tree under {@code attestor.tileCache.basePath}. */
  public FileMirrorTree(Path base) {
    this.base = base;
  }

  @Override
  public String path(Origin origin, Resource resource) {
    return origin.directory() + "/" + resource.path();
  }

  @Override
  public boolean has(Origin origin, Resource resource) {
    ResourcePlace place = place(origin, resource);
    return !isSurelyMissing(place, resource)
        && disk(origin, () -> place.find(resource.width()).isPresent());
  }

  /**
   * Most are asked for before they come, and that they are not there is to be no exception. A place
   * where nobody may look says nothing.
   */
  private static boolean isSurelyMissing(ResourcePlace place, Resource resource) {
    File file = place.file(resource).toFile();
    return !resource.isPartial() && !file.exists() && file.getParentFile().canExecute();
  }

  @Override
  public Optional<TileHashes> tile(Origin origin, Tile tile) {
    return disk(
        origin,
        () -> {
          ResourcePlace place = place(origin, tile);
          Optional<Resource> found = place.find(tile.width());
          while (found.isPresent()) {
            try {
              byte[] bytes = Files.readAllBytes(place.file(found.get()));
              TileHashes hashes = TileHashes.read((Tile) found.get(), bytes);
              return Optional.of(hashes.first(tile.width()));
            } catch (NoSuchFileException e) {
              found = place.find(tile.width()); // a wider one has just taken its place
            }
          }
          return Optional.empty();
        });
  }

  @Override
  public Optional<byte[]> read(Origin origin, Resource resource) {
    return disk(
        origin,
        () -> {
          try {
            return Optional.of(Files.readAllBytes(place(origin, resource).file(resource)));
          } catch (NoSuchFileException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public boolean read(Origin origin, Resource resource, FileRoom room) {
    return disk(
        origin,
        () -> {
          Path file = place(origin, resource).file(resource);
          try (SeekableByteChannel content = Files.newByteChannel(file)) {
            room.append(content);
            return true;
          } catch (NoSuchFileException e) {
            return false;
          }
        });
  }

  @Override
  public Optional<byte[]> entries(Origin origin, EntryBundle bundle) {
    return disk(
        origin,
        () -> {
          ResourcePlace place = place(origin, bundle);
          Optional<Resource> found = place.find(bundle.width());
          while (found.isPresent()) {
            try {
              byte[] bytes = Files.readAllBytes(place.file(found.get()));
              Entries entries = Entries.read((EntryBundle) found.get(), bytes);
              return Optional.of(entries.first(bundle.width()).bytes());
            } catch (NoSuchFileException e) {
              found = place.find(bundle.width()); // a wider one has just taken its place
            }
          }
          return Optional.empty();
        });
  }

  @Override
  public OptionalLong size(Origin origin, Resource resource) {
    return disk(
        origin,
        () -> {
          try {
            return OptionalLong.of(Files.size(place(origin, resource).file(resource)));
          } catch (NoSuchFileException e) {
            return OptionalLong.empty();
          }
        });
  }

  @Override
  public void settle(Origin origin, Collection<Resource> resources) {
    List<Path> files =
        resources.stream().map(resource -> place(origin, resource).file(resource)).toList();
    disk(
        origin,
        () -> {
          SettledFiles.settle(files, base);
          return true;
        });
  }

  @Override
  public void publish(Origin origin, SignedNote note) {
    disk(
        origin,
        () -> {
          DurableFiles.replace(checkpoint(origin), note.raw());
          return true;
        });
  }

  @Override
  public Optional<byte[]> published(Origin origin) {
    return disk(
        origin,
        () -> {
          try {
            return Optional.of(Files.readAllBytes(checkpoint(origin)));
          } catch (NoSuchFileException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public Optional<PublishedFile> publishedFile(Origin origin) {
    return disk(
        origin,
        () -> {
          try {
            Path file = checkpoint(origin);
            // the time first: a newer note with an older time only looks older than it is
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            return Optional.of(new PublishedFile(Files.readAllBytes(file), modified));
          } catch (NoSuchFileException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public void confirm(Origin origin, Instant now) {
    disk(
        origin,
        () -> {
          try {
            Files.setLastModifiedTime(checkpoint(origin), FileTime.from(now));
            return true;
          } catch (NoSuchFileException e) {
            return false;
          }
        });
  }

  /**
   * Looks wherever {@code old} has a partial file, and removes all that are narrower than what
   * {@code current} has there, whatever wrote them. What nothing wider on disk replaces stays.
   */
  @Override
  public void dropSuperseded(Origin origin, TreeShape old, TreeShape current) {
    disk(
        origin,
        () -> {
          for (Resource partial : old.partials().toList()) {
            int level = partial instanceof Tile tile ? tile.level() : 0;
            place(origin, partial).dropNarrowerThan(current.width(level, partial.index()));
          }
          return true;
        });
  }

  @Override
  public void write(Origin origin, VerifiedFile file) {
    disk(
        origin,
        () -> {
          DurableFiles.replace(place(origin, file.resource()).file(file.resource()), file.bytes());
          return true;
        });
  }

  @Override
  public StagedFiles stage(Origin origin) {
    return disk(
        origin,
        () ->
            StagingDirectory.begin(
                base.resolve(".staging").resolve(origin.directory()), root(origin), base));
  }

  @Override
  public void list(Origin origin, FileListener listener) {
    disk(
        origin,
        () -> {
          TreeListing.walk(root(origin), listener);
          return true;
        });
  }

  @Override
  public void remove(Origin origin, String path) {
    Path file = root(origin).resolve(path).normalize();
    if (!file.startsWith(root(origin)) || file.equals(root(origin))) {
      throw new IllegalArgumentException("not below the log's directory: " + path);
    }
    disk(
        origin,
        () -> {
          boolean removed = Files.deleteIfExists(file);
          ResourcePlace.dropEmptyAbove(root(origin), file);
          return removed;
        });
  }

  @Override
  public TreeStats stats(Origin origin) {
    return disk(origin, () -> TreeCount.of(root(origin)));
  }

  @Override
  public long bytes() {
    try {
      long sum = 0;
      for (Path root : logs()) {
        sum += TreeCount.of(root).bytes();
      }
      return sum;
    } catch (IOException e) {
      throw disk("cannot look through " + base, e);
    }
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> logs = Files.list(base)) {
      return logs.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private ResourcePlace place(Origin origin, Resource resource) {
    return ResourcePlace.of(root(origin), resource);
  }

  private Path checkpoint(Origin origin) {
    return root(origin).resolve("checkpoint");
  }

  private Path root(Origin origin) {
    return roots.computeIfAbsent(origin, log -> base.resolve(log.directory()));
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T disk(Origin origin, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw disk("cannot use the mirror of " + origin + " in " + root(origin), e);
    }
  }

  private static AttestorException disk(String what, IOException e) {
    return new AttestorException(
        Failure.DISK,
        what + ": " + e,
        "look at the free space and the rights of attestor.tileCache.basePath",
        e);
  }
}

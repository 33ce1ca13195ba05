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
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.durable.FsyncBatch;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirrorLayout;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.MirrorTree.ListedFile;
import org.stellaops.attestor.mirror.PublishedFile;
import org.stellaops.attestor.mirror.ReusableBuffer;
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
 * The mirrors of all logs under one base path, which need not exist yet. Safe for use by several
 * threads.
 */
public final class FileMirrorTree implements MirrorTree {
  private final Path base;
  private final Map<Origin, Path> roots = new ConcurrentHashMap<>();

  /** Uses the directory {@code attestor.tileCache.basePath}. */
  public FileMirrorTree(Path base) {
    this.base = base;
  }

  @Override
  public String basePath() {
    return base.toString();
  }

  @Override
  public Optional<String> storeId() {
    try {
      return StoreIdFile.read(base);
    } catch (IOException e) {
      throw disk("cannot read the store identity in " + base, e);
    }
  }

  @Override
  public String createStoreId(String proposed) {
    try {
      return StoreIdFile.create(base, proposed);
    } catch (IOException e) {
      throw disk("cannot write the store identity in " + base, e);
    }
  }

  @Override
  public String path(Origin origin, Resource resource) {
    return origin.directory() + "/" + resource.path();
  }

  @Override
  public boolean has(Origin origin, Resource resource) {
    ResourceFile resourceFile = resourceFile(origin, resource);
    return !isKnownMissing(resourceFile, resource)
        && disk(origin, () -> resourceFile.find(resource.width()).isPresent());
  }

  /**
   * Avoids the cost of an exception in the usual case that a file does not exist yet. False if its
   * directory cannot be read.
   */
  private static boolean isKnownMissing(ResourceFile resourceFile, Resource resource) {
    File file = resourceFile.path(resource).toFile();
    return !resource.isPartial() && !file.exists() && file.getParentFile().canExecute();
  }

  @Override
  public Optional<TileHashes> tile(Origin origin, Tile tile) {
    return readWidest(
        origin, tile, (file, bytes) -> TileHashes.read((Tile) file, bytes).first(tile.width()));
  }

  @Override
  public Optional<byte[]> entries(Origin origin, EntryBundle bundle) {
    return readWidest(
        origin,
        bundle,
        (file, bytes) -> Entries.read((EntryBundle) file, bytes).first(bundle.width()).bytes());
  }

  /** Reads a file with at least the width of the resource. */
  private <T> Optional<T> readWidest(
      Origin origin, Resource resource, BiFunction<Resource, byte[], T> parser) {
    ResourceFile resourceFile = resourceFile(origin, resource);
    return disk(
        origin,
        () -> {
          Optional<Resource> found = resourceFile.find(resource.width());
          while (found.isPresent()) {
            try {
              byte[] bytes = Files.readAllBytes(resourceFile.path(found.get()));
              return Optional.of(parser.apply(found.get(), bytes));
            } catch (NoSuchFileException e) {
              found = resourceFile.find(resource.width()); // replaced by a wider one meanwhile
            }
          }
          return Optional.empty();
        });
  }

  @Override
  public Optional<byte[]> read(Origin origin, Resource resource) {
    return ifExists(origin, () -> Files.readAllBytes(file(origin, resource)));
  }

  @Override
  public boolean read(Origin origin, Resource resource, ReusableBuffer buffer) {
    return ifExists(
            origin,
            () -> {
              try (SeekableByteChannel file = Files.newByteChannel(file(origin, resource))) {
                buffer.append(file);
                return true;
              }
            })
        .isPresent();
  }

  @Override
  public OptionalLong size(Origin origin, Resource resource) {
    return ifExists(origin, () -> Files.size(file(origin, resource))).stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  @Override
  public void sync(Origin origin, Collection<Resource> resources) {
    List<Path> files = resources.stream().map(resource -> file(origin, resource)).toList();
    change(origin, () -> FsyncBatch.sync(files, base));
  }

  @Override
  public void publish(Origin origin, SignedNote note) {
    change(
        origin,
        () -> {
          for (NamedFile file : NamedFile.values()) {
            DurableFiles.replace(file(origin, file), file.content(note));
          }
        });
  }

  @Override
  public Optional<byte[]> read(Origin origin, NamedFile file) {
    return ifExists(origin, () -> Files.readAllBytes(file(origin, file)));
  }

  @Override
  public Optional<PublishedFile> publishedFile(Origin origin) {
    return ifExists(
        origin,
        () -> {
          Path file = file(origin, NamedFile.CHECKPOINT);
          // read the time first: a newer checkpoint with an older time is harmless
          Instant modified = Files.getLastModifiedTime(file).toInstant();
          return new PublishedFile(Files.readAllBytes(file), modified);
        });
  }

  @Override
  public void confirm(Origin origin, Instant now) {
    Path file = file(origin, NamedFile.CHECKPOINT);
    ifExists(origin, () -> Files.setLastModifiedTime(file, FileTime.from(now)));
  }

  /**
   * Deletes partial files at the places of the partial files of {@code previous} that are narrower
   * than those of {@code current}, if a wider file exists.
   */
  @Override
  public void deleteSuperseded(Origin origin, TreeShape previous, TreeShape current) {
    change(
        origin,
        () -> {
          for (Resource partial : previous.partials().toList()) {
            resourceFile(origin, partial).deleteNarrowerThan(current.width(partial));
          }
        });
  }

  @Override
  public void write(Origin origin, VerifiedFile file) {
    change(origin, () -> DurableFiles.replace(file(origin, file.resource()), file.bytes()));
  }

  @Override
  public StagedFiles stage(Origin origin) {
    return disk(
        origin,
        () ->
            StagingDirectory.create(
                base.resolve(MirrorLayout.STAGING_DIRECTORY).resolve(origin.directory()),
                root(origin),
                base));
  }

  @Override
  public void list(Origin origin, Consumer<ListedFile> listener) {
    change(origin, () -> TreeListing.walk(root(origin), listener));
  }

  @Override
  public void remove(Origin origin, String path) {
    Path file = root(origin).resolve(path).normalize();
    if (!file.startsWith(root(origin)) || file.equals(root(origin))) {
      throw new IllegalArgumentException("not below the log's directory: " + path);
    }
    change(
        origin,
        () -> {
          Files.deleteIfExists(file);
          ResourceFile.deleteEmptyParents(root(origin), file);
        });
  }

  @Override
  public TreeStats stats(Origin origin) {
    return disk(origin, () -> TreeStatsCollector.collect(root(origin)));
  }

  @Override
  public long totalBytes() {
    try {
      long sum = 0;
      for (Path root : logDirectories()) {
        sum += TreeStatsCollector.collect(root).bytes();
      }
      return sum;
    } catch (IOException e) {
      throw disk("cannot list " + base, e);
    }
  }

  private List<Path> logDirectories() throws IOException {
    try (Stream<Path> logs = Files.list(base)) {
      return logs.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private ResourceFile resourceFile(Origin origin, Resource resource) {
    return ResourceFile.of(root(origin), resource);
  }

  private Path file(Origin origin, Resource resource) {
    return root(origin).resolve(resource.path());
  }

  private Path file(Origin origin, NamedFile file) {
    return root(origin).resolve(file.path());
  }

  private Path root(Origin origin) {
    return roots.computeIfAbsent(origin, log -> base.resolve(log.directory()));
  }

  private interface IoOperation<T> {
    T run() throws IOException;
  }

  private interface IoAction {
    void run() throws IOException;
  }

  /** The result of an operation on one file; empty if the file does not exist. */
  private <T> Optional<T> ifExists(Origin origin, IoOperation<T> operation) {
    return disk(
        origin,
        () -> {
          try {
            return Optional.of(operation.run());
          } catch (NoSuchFileException e) {
            return Optional.empty();
          }
        });
  }

  private void change(Origin origin, IoAction action) {
    disk(
        origin,
        () -> {
          action.run();
          return true;
        });
  }

  private <T> T disk(Origin origin, IoOperation<T> operation) {
    try {
      return operation.run();
    } catch (IOException e) {
      throw disk("cannot use the mirror of " + origin + " in " + root(origin), e);
    }
  }

  private static AttestorException disk(String message, IOException e) {
    return new AttestorException(
        Failure.DISK,
        message + ": " + e,
        "check free space and permissions of attestor.tileCache.basePath",
        e);
  }
}

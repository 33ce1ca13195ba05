package org.stellaops.attestor.mirror;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The files of all mirrors, see {@link MirrorLayout}. A file gets its final name only after it was
 * verified.
 *
 * <p>Every method throws {@link org.stellaops.attestor.failure.AttestorException} with {@code disk}
 * if the file system reports an error.
 */
public interface MirrorTree {
  /** The directory of all mirrors, for messages. */
  String basePath();

  /**
   * The identity of the directory, see {@link MirrorLayout#STORE_ID}; empty if there is none,
   * {@code "invalid"} if the file has other content.
   */
  Optional<String> storeId();

  /**
   * Gives the directory this identity, durably, unless it has one.
   *
   * @return the identity that it has now
   */
  String createStoreId(String proposed);

  /** The path of a resource relative to the base path: {@code <origin directory>/tile/…}. */
  String path(Origin origin, Resource resource);

  /** Whether there is a file of the resource with at least its width. */
  boolean has(Origin origin, Resource resource);

  /**
   * The tile's hashes, from a file with at least its width; empty if there is none. Not verified.
   */
  Optional<TileHashes> tile(Origin origin, Tile tile);

  /** The content of the file of exactly this resource; empty if there is none. */
  Optional<byte[]> read(Origin origin, Resource resource);

  /**
   * Appends the content of the file of exactly this resource to a buffer; false if there is none.
   */
  boolean read(Origin origin, Resource resource, ReusableBuffer buffer);

  /**
   * The content of an entry bundle, from its file or cut from a wider one; empty if there is none.
   */
  Optional<byte[]> entries(Origin origin, EntryBundle bundle);

  /** The length of the file of exactly this resource; empty if there is none. */
  OptionalLong size(Origin origin, Resource resource);

  /** Flushes these files and their names to disk. Files that no longer exist are skipped. */
  void sync(Origin origin, Collection<Resource> resources);

  /**
   * Writes every {@link NamedFile} for this note over the mirrored tree, durably and in the order
   * of the constants.
   */
  void publish(Origin origin, SignedNote note);

  /** The content of a named file; empty if there is none. */
  Optional<byte[]> read(Origin origin, NamedFile file);

  /**
   * The published checkpoint with the time of the last {@link #confirm}, or of its writing if that
   * is later; empty before the first.
   */
  Optional<PublishedFile> publishedFile(Origin origin);

  /**
   * Records that the log still shows the published checkpoint, or nothing newer: sets its file's
   * modification time.
   */
  void confirm(Origin origin, Instant now);

  /** Removes the partial files of {@code previous} that wider ones of {@code current} supersede. */
  void deleteSuperseded(Origin origin, TreeShape previous, TreeShape current);

  /** Creates or replaces a file, atomically and durably. */
  void write(Origin origin, VerifiedFile file);

  /**
   * Opens a staging directory for files to publish together. Files of an earlier one are deleted.
   */
  StagedFiles stage(Origin origin);

  /** Lists every file below the log's directory, in any order, including unknown files. */
  void list(Origin origin, Consumer<ListedFile> listener);

  /**
   * Removes a file of the log's directory, and the directories that are empty afterwards; does
   * nothing if the file does not exist.
   */
  void remove(Origin origin, String path);

  /**
   * A file below the log's directory.
   *
   * @param path relative to that directory, with slashes
   * @param modifiedAt when it was last written
   * @param bytes its size in bytes
   */
  record ListedFile(String path, Instant modifiedAt, long bytes) {}

  /** The total size of the tiles and entry bundles of all logs, in bytes. */
  long totalBytes();

  /** Counts the tiles and entry bundles of a log by listing them. */
  TreeStats stats(Origin origin);
}

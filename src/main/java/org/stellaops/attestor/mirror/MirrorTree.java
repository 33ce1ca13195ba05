package org.stellaops.attestor.mirror;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The mirror of each log as a tree of files in the layout of c2sp.org/tlog-tiles. A file that has
 * its final name was verified before it got it.
 *
 * <p>Every method throws {@link org.stellaops.attestor.failure.AttestorException} with {@code disk}
 * when the file system refuses.
 */
public interface MirrorTree {
  /** Where a resource lives, relative to the base path: {@code <origin directory>/tile/…}. */
  String path(Origin origin, Resource resource);

  /** Whether the resource is there with exactly this width, or wider. */
  boolean has(Origin origin, Resource resource);

  /** The tile's hashes, from the file of this width or from the full one; empty if neither is. */
  Optional<TileHashes> tile(Origin origin, Tile tile);

  /** The content of the file of exactly this resource; empty if there is none. */
  Optional<byte[]> read(Origin origin, Resource resource);

  /** Appends the same to what is in a room; false if there is no such file. */
  boolean read(Origin origin, Resource resource, ReusableBuffer buffer);

  /** A bundle's content, from the file of this width or cut from a wider one; empty if none is. */
  Optional<byte[]> entries(Origin origin, EntryBundle bundle);

  /** The length of the file of exactly this resource; empty if there is none. */
  OptionalLong size(Origin origin, Resource resource);

  /** Returns when these files would survive a power failure. Those that are gone are left out. */
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

  /** Removes the partial files of {@code old} that {@code current} supersedes. */
  void deleteSuperseded(Origin origin, TreeShape previous, TreeShape current);

  /** Replaces a file, or makes it, whole at every moment and durably. */
  void write(Origin origin, VerifiedFile file);

  /** Begins to bring files that are to appear together; what an earlier one left behind goes. */
  StagedFiles stage(Origin origin);

  /** Tells of every file below the log's directory, in any order, those that are not ours too. */
  void list(Origin origin, FileListener listener);

  /**
   * Removes a file of the log's directory, and the directories in it that are empty then; does
   * nothing if it is gone.
   */
  void remove(Origin origin, String path);

  /** Hears of files. */
  interface FileListener {
    /** There is a file. */
    void onFile(ListedFile file);
  }

  /**
   * A file below the log's directory.
   *
   * @param path relative to that directory, with slashes
   * @param modifiedAt when it was last written
   * @param bytes its size
   */
  record ListedFile(String path, Instant modifiedAt, long bytes) {}

  /** Size of the tiles and bundles of all logs together. */
  long totalBytes();

  /** Counts what is there by walking over it. */
  TreeStats stats(Origin origin);
}

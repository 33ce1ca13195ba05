package org.stellaops.attestor.mirror;

import java.util.Optional;
import java.util.function.Function;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/** The files of one log, read for an audit: what is wrong with one is an answer and no failure. */
final class AuditedFiles {
  private final MirrorTree tree;
  private final Origin origin;
  private final AuditWatch watch;
  private final ThreadLocal<FileRoom> rooms = ThreadLocal.withInitial(FileRoom::new);

  AuditedFiles(MirrorTree tree, Origin origin, AuditWatch watch) {
    this.tree = tree;
    this.origin = origin;
    this.watch = watch;
  }

  /** Who is told of what is read and checked. */
  AuditWatch watch() {
    return watch;
  }

  /** The hashes of a tile as the file says them, or the full file in its place. */
  Look<TileHashes> tile(Tile tile) {
    return look(tile, file -> readTile((Tile) file).map(hashes -> hashes.first(tile.width())));
  }

  /** The leaf hashes of a bundle's entries. */
  Look<TileHashes> leaves(EntryBundle bundle) {
    return look(
        bundle, file -> readLeaves((EntryBundle) file).map(hashes -> hashes.first(bundle.width())));
  }

  private Optional<TileHashes> readTile(Tile file) {
    return room(file).map(room -> TileHashes.reading(file, room.content().copy()));
  }

  private Optional<TileHashes> readLeaves(EntryBundle file) {
    return room(file).map(room -> Entries.leafHashes(file, room.content()));
  }

  /** What is in a file, until this thread reads the next one. */
  private Optional<FileRoom> room(Resource file) {
    FileRoom room = rooms.get();
    room.clear();
    if (!tree.read(origin, file, room)) {
      return Optional.empty();
    }
    watch.read(room.length());
    return Optional.of(room);
  }

  private Look<TileHashes> look(
      Resource resource, Function<Resource, Optional<TileHashes>> reader) {
    Resource file = resource;
    try {
      Optional<TileHashes> hashes = reader.apply(file);
      if (hashes.isEmpty() && resource.isPartial()) {
        file = resource.full();
        hashes = reader.apply(file);
      }
      return hashes.isEmpty() ? Look.failed(resource, Fault.MISSING) : Look.at(file, hashes.get());
    } catch (MalformedException e) {
      return Look.failed(file, Fault.WRONG_LENGTH);
    } catch (AttestorException e) {
      if (e.failure() == Failure.DISK) {
        return Look.failed(file, Fault.UNREADABLE);
      }
      throw e;
    }
  }
}

package org.stellaops.attestor.mirror.audit;

import java.util.Optional;
import java.util.function.Function;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * Reads the files of one log for an audit. A missing or damaged file is a result, not an exception.
 */
final class AuditReader {
  private final MirrorTree tree;
  private final Origin origin;
  private final AuditListener listener;
  private final ThreadLocal<ReusableBuffer> buffers = ThreadLocal.withInitial(ReusableBuffer::new);

  AuditReader(MirrorTree tree, Origin origin, AuditListener listener) {
    this.tree = tree;
    this.origin = origin;
    this.listener = listener;
  }

  /** The listener of the audit. */
  AuditListener listener() {
    return listener;
  }

  /** The hashes of a tile from its file, or from the full file in its place; not verified. */
  AuditedFile<TileHashes> tile(Tile tile) {
    return read(tile, file -> readTile((Tile) file).map(hashes -> hashes.first(tile.width())));
  }

  /** The leaf hashes of a bundle's entries. */
  AuditedFile<TileHashes> leaves(EntryBundle bundle) {
    return read(
        bundle, file -> readLeaves((EntryBundle) file).map(hashes -> hashes.first(bundle.width())));
  }

  private Optional<TileHashes> readTile(Tile file) {
    return readBuffer(file).map(buffer -> TileHashes.wrap(file, buffer.content().copy()));
  }

  private Optional<TileHashes> readLeaves(EntryBundle file) {
    return readBuffer(file).map(buffer -> Entries.leafHashes(file, buffer.content()));
  }

  /** The content of a file, valid until this thread reads the next one. */
  private Optional<ReusableBuffer> readBuffer(Resource file) {
    ReusableBuffer buffer = buffers.get();
    buffer.clear();
    if (!tree.read(origin, file, buffer)) {
      return Optional.empty();
    }
    listener.onRead(buffer.length());
    return Optional.of(buffer);
  }

  private AuditedFile<TileHashes> read(
      Resource resource, Function<Resource, Optional<TileHashes>> reader) {
    Resource file = resource;
    try {
      Optional<TileHashes> hashes = reader.apply(file);
      if (hashes.isEmpty() && resource.isPartial()) {
        file = resource.full();
        hashes = reader.apply(file);
      }
      return hashes.isEmpty()
          ? AuditedFile.withFault(resource, FileFault.MISSING)
          : AuditedFile.of(file, hashes.get());
    } catch (MalformedException e) {
      return AuditedFile.withFault(file, FileFault.WRONG_LENGTH);
    } catch (AttestorException e) {
      if (e.failure() == Failure.DISK) {
        return AuditedFile.withFault(file, FileFault.UNREADABLE);
      }
      throw e;
    }
  }
}

package org.stellaops.attestor.mirror.audit;

import java.util.function.BiFunction;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * Reads the files of one log for an audit. A missing or damaged file is a result, not an exception.
 *
 * @param buffers one for each thread
 */
record AuditReader(
    MirrorTree tree, Origin origin, AuditListener listener, ThreadLocal<ReusableBuffer> buffers) {

  AuditReader(MirrorTree tree, Origin origin, AuditListener listener) {
    this(tree, origin, listener, ThreadLocal.withInitial(ReusableBuffer::new));
  }

  /** The hashes of a tile from its file, or from the full file in its place; not verified. */
  AuditedFile<TileHashes> tile(Tile tile) {
    return read(tile, (file, content) -> TileHashes.wrap((Tile) file, content.copy()));
  }

  /** The leaf hashes of a bundle's entries. */
  AuditedFile<TileHashes> leaves(EntryBundle bundle) {
    return read(bundle, (file, content) -> Entries.leafHashes((EntryBundle) file, content));
  }

  /** Reads into the buffer of this thread, which the next call overwrites. */
  private AuditedFile<TileHashes> read(
      Resource resource, BiFunction<Resource, ByteSlice, TileHashes> parser) {
    ReusableBuffer buffer = buffers.get();
    buffer.clear();
    Resource file = resource;
    try {
      boolean found = tree.read(origin, file, buffer);
      if (!found && resource.isPartial()) {
        file = resource.full();
        found = tree.read(origin, file, buffer);
      }
      if (!found) {
        return AuditedFile.withFault(resource, FileFault.MISSING);
      }
      listener.onRead(buffer.length());
      TileHashes hashes = parser.apply(file, buffer.content());
      return AuditedFile.of(file, hashes.first(resource.width()));
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

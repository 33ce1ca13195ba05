package org.stellaops.attestor.mirror;

import java.util.Optional;
import java.util.function.BiFunction;
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
record AuditedFiles(MirrorTree tree, Origin origin, AuditWatch watch) {

  /** The hashes of a tile as the file says them, or the full file in its place. */
  Look<TileHashes> tile(Tile tile) {
    return look(tile, (file, bytes) -> TileHashes.reading((Tile) file, bytes).first(tile.width()));
  }

  /** The leaf hashes of a bundle's entries. */
  Look<TileHashes> leaves(EntryBundle bundle) {
    return look(
        bundle,
        (file, bytes) -> Entries.leafHashes((EntryBundle) file, bytes).first(bundle.width()));
  }

  private <T> Look<T> look(Resource resource, BiFunction<Resource, byte[], T> form) {
    Resource file = resource;
    try {
      Optional<byte[]> bytes = tree.read(origin, resource);
      if (bytes.isEmpty() && resource.isPartial()) {
        file = resource.full();
        bytes = tree.read(origin, file);
      }
      if (bytes.isEmpty()) {
        return Look.failed(resource, Fault.MISSING);
      }
      watch.read(bytes.get().length);
      return Look.at(file, form.apply(file, bytes.get()));
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

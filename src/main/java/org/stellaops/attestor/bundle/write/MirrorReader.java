package org.stellaops.attestor.bundle.write;

import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;

/**
 * Reads the mirror of a log for an export. If a partial file was replaced by a wider one meanwhile,
 * reads its part of the wider one. Verifies every file again, so that a damaged file is not
 * exported.
 *
 * @param backend the log
 * @param tree the mirror
 */
record MirrorReader(Backend backend, MirrorTree tree) implements TileSource {
  @Override
  public TileHashes read(Tile tile) {
    return tree.tile(backend.origin(), tile).orElseThrow(() -> missing(tile));
  }

  /** The size of a file; for a replaced partial entry bundle the greatest possible size. */
  long size(Resource resource) {
    if (resource instanceof Tile tile) {
      return tile.byteCount();
    }
    return tree.size(backend.origin(), resource)
        .orElseGet(() -> {
          if (resource.isPartial()) {
            return EntryBundle.MAX_BYTES;
          }
          throw missing(resource);
        });
  }

  /**
   * Appends a file to a buffer and verifies it.
   *
   * @throws AttestorException with {@code bad_tile} if it is damaged, with {@code incomplete} if it
   *     is missing
   */
  void read(ExpectedResource expected, ReusableBuffer buffer) {
    Resource resource = expected.resource();
    int from = buffer.length();
    if (!resource.isPartial()) {
      if (!tree.read(backend.origin(), resource, buffer)) {
        throw missing(resource);
      }
    } else {
      buffer.append(readPartial(resource));
    }
    try {
      expected.verify(resource, buffer.contentFrom(from));
    } catch (AttestorException e) {
      throw damaged(resource, e);
    }
  }

  private byte[] readPartial(Resource resource) {
    try {
      Optional<byte[]> bytes =
          resource instanceof Tile tile
              ? tree.tile(backend.origin(), tile).map(TileHashes::bytes)
              : tree.entries(backend.origin(), (EntryBundle) resource);
      return bytes.orElseThrow(() -> missing(resource));
    } catch (MalformedException e) {
      throw damaged(resource, e);
    }
  }

  private AttestorException damaged(Resource resource, RuntimeException cause) {
    return new AttestorException(
        Failure.BAD_TILE,
        resource + " is damaged in the mirror: " + cause.getMessage(),
        repairHint(),
        cause);
  }

  private AttestorException missing(Resource resource) {
    return new AttestorException(
        Failure.INCOMPLETE, resource + " is missing from the mirror", repairHint());
  }

  private String repairHint() {
    return "run: stella attestor tiles verify --repair --backend " + backend.id();
  }
}

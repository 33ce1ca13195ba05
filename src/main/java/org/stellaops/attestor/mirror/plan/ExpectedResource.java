package org.stellaops.attestor.mirror.plan;

import java.util.List;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.tlog.ByteSlice;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * A missing tile or entry bundle, and the hash that binds it to a signed root.
 *
 * @param backend the id of the backend to fetch it from
 * @param resource a tile or an entry bundle
 * @param expectedHash the RFC 6962 root over the tile's hashes, or over the leaf hashes of the
 *     bundle's entries; for a full one this is its hash in the parent tile
 */
public record ExpectedResource(String backend, Resource resource, Hash expectedHash) {

  /**
   * Verifies fetched content. A full resource that was fetched in place of a partial one is cut to
   * the width of the partial one.
   *
   * @param actual the resource that was fetched: this one, or the full one in its place
   * @param content the fetched bytes; must not be changed during the call
   * @return the verified files: a tile; or an entry bundle and, if it is full, the level-0 tile
   *     over it
   * @throws AttestorException with {@code bad_tile} if the content does not match {@code
   *     expectedHash}
   */
  public List<VerifiedFile> verify(Resource actual, ByteSlice content) {
    if (!actual.equals(resource) && !actual.equals(resource.full())) {
      throw new IllegalArgumentException(actual + " was fetched for " + resource);
    }
    try {
      return resource instanceof Tile tile
          ? verifyTile(tile, (Tile) actual, content)
          : verifyBundle((EntryBundle) resource, (EntryBundle) actual, content);
    } catch (MalformedException e) {
      throw rejected(e.getMessage());
    }
  }

  /** Verifies fetched content that has an array of its own. */
  public List<VerifiedFile> verify(Resource actual, byte[] bytes) {
    return verify(actual, ByteSlice.of(bytes));
  }

  private List<VerifiedFile> verifyTile(Tile tile, Tile actual, ByteSlice content) {
    TileHashes hashes = TileHashes.wrap(actual, content.copy()).first(tile.width());
    requireExpectedHash(hashes);
    return List.of(new VerifiedFile(tile, hashes.bytes()));
  }

  private List<VerifiedFile> verifyBundle(
      EntryBundle bundle, EntryBundle actual, ByteSlice content) {
    // most bundles are full and large; only those that are cut are copied
    ByteSlice exactContent =
        actual.equals(bundle) ? content : cutToWidth(bundle.width(), actual, content);
    TileHashes leaves = Entries.leafHashes(bundle, exactContent);
    requireExpectedHash(leaves);
    VerifiedFile file = new VerifiedFile(bundle, exactContent);
    return bundle.isPartial()
        ? List.of(file)
        : List.of(file, new VerifiedFile(bundle.leaves(), leaves.bytes()));
  }

  private static ByteSlice cutToWidth(int width, EntryBundle actual, ByteSlice content) {
    return ByteSlice.of(Entries.read(actual, content.bytes()).first(width).bytes());
  }

  private void requireExpectedHash(TileHashes hashes) {
    if (!hashes.root().equals(expectedHash)) {
      throw rejected("its hash does not match the signed checkpoint");
    }
  }

  private AttestorException rejected(String reason) {
    return new AttestorException(
        Failure.BAD_TILE,
        resource + " of backend '" + backend + "' is rejected: " + reason,
        "nothing was written; a cache in front of the log may be damaged, try again later");
  }
}

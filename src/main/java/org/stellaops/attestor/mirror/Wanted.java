package org.stellaops.attestor.mirror;

import java.util.List;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Slice;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * A resource that is missing, and the hash that binds it to a signed root.
 *
 * @param backend the id of the backend to get it from
 * @param resource a tile or an entry bundle
 * @param expected the RFC 6962 root over the tile's hashes, or over the leaf hashes of the bundle's
 *     entries; for a full one it is the hash that the parent tile has for it
 */
public record Wanted(String backend, Resource resource, Hash expected) {

  /**
   * Lets bytes pass if they are what is wanted. A full resource that came in place of a partial one
   * is cut to the part that {@code expected} proves.
   *
   * @param came the resource that the bytes were fetched as: this one, or the full one in its place
   * @param content which nobody else reads before this has ended
   * @return the files that the content proves: a tile; or an entry bundle and, if it is full, the
   *     level-0 tile that follows from it
   * @throws AttestorException with {@code bad_tile} if they are anything else
   */
  public List<VerifiedFile> admit(Resource came, Slice content) {
    if (!came.equals(resource) && !came.equals(resource.full())) {
      throw new IllegalArgumentException("bad math: " + came + " came for " + resource);
    }
    try {
      return resource instanceof Tile tile
          ? admitTile(tile, (Tile) came, content)
          : admitBundle((EntryBundle) resource, (EntryBundle) came, content);
    } catch (MalformedException e) {
      throw refused(e.getMessage());
    }
  }

  /** The same for bytes that came on their own. */
  public List<VerifiedFile> admit(Resource came, byte[] bytes) {
    return admit(came, Slice.of(bytes));
  }

  private List<VerifiedFile> admitTile(Tile tile, Tile came, Slice content) {
    TileHashes hashes = TileHashes.reading(came, content.copy()).first(tile.width());
    requireExpected(hashes);
    return List.of(new VerifiedFile(tile, hashes.bytes()));
  }

  private List<VerifiedFile> admitBundle(EntryBundle bundle, EntryBundle came, Slice content) {
    // most of what comes is whole, and large; only what has to be cut is copied
    Slice wanted = came.equals(bundle) ? content : first(bundle.width(), came, content);
    TileHashes leaves = Entries.leafHashes(bundle, wanted);
    requireExpected(leaves);
    VerifiedFile file = new VerifiedFile(bundle, wanted);
    return bundle.isPartial()
        ? List.of(file)
        : List.of(file, new VerifiedFile(bundle.leaves(), leaves.bytes()));
  }

  private static Slice first(int width, EntryBundle came, Slice content) {
    return Slice.of(Entries.read(came, content.bytes()).first(width).bytes());
  }

  private void requireExpected(TileHashes hashes) {
    if (!hashes.root().equals(expected)) {
      throw refused("its hashes are not the ones that the signed checkpoint commits to");
    }
  }

  private AttestorException refused(String why) {
    return new AttestorException(
        Failure.BAD_TILE,
        resource + " of backend '" + backend + "' is refused: " + why,
        "nothing was written; a cache between us and the log may be damaged, try again later");
  }
}

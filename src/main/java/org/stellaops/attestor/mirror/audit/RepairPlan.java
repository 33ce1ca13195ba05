package org.stellaops.attestor.mirror.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The plan to repair the damaged files of one tree: the hash that each file must have, from the
 * verified right edge down, and the files that can be computed from others on disk. A parent comes
 * before its children, and must be repaired before the iterator is advanced to them.
 *
 * <p>Each iterator is for one thread; {@link #fromDisk} is safe for many.
 */
public final class RepairPlan {
  private final Backend backend;
  private final MirrorTree tree;
  private final VerifiedTiles rightEdge;
  private final List<DamagedRange> damagedRanges;
  private final Map<Integer, Map.Entry<Tile, TileHashes>> verifiedByLevel = new HashMap<>();

  /**
   * A plan.
   *
   * @param rightEdge the verified right edge of the tree
   * @param damagedRanges tiles from the top level down, then bundles
   */
  public RepairPlan(
      Backend backend, MirrorTree tree, VerifiedTiles rightEdge, List<DamagedRange> damagedRanges) {
    this.backend = backend;
    this.tree = tree;
    this.rightEdge = rightEdge;
    this.damagedRanges = List.copyOf(damagedRanges);
  }

  /** The tiles above level 0 and those of the right edge, from the top down. */
  public Iterator<ExpectedResource> upperTiles() {
    return expectedResources(
        file -> file instanceof Tile tile && (tile.level() > 0 || tile.isPartial()));
  }

  /** The entry bundles. */
  public Iterator<ExpectedResource> bundles() {
    return expectedResources(EntryBundle.class::isInstance);
  }

  /** The full level-0 tiles. */
  public Iterator<ExpectedResource> leafTiles() {
    return expectedResources(
        file -> file instanceof Tile tile && tile.level() == 0 && !tile.isPartial());
  }

  /**
   * The file, computed from the right edge or from other files on disk; empty if it must be
   * fetched.
   */
  public List<VerifiedFile> fromDisk(ExpectedResource expectedResource) {
    return expectedResource.resource() instanceof Tile tile
        ? compute(tile, expectedResource.expectedHash())
            .map(hashes -> List.of(new VerifiedFile(tile, hashes.bytes())))
            .orElse(List.of())
        : List.of();
  }

  private Optional<TileHashes> compute(Tile tile, Hash expected) {
    if (tile.isPartial()) {
      return Optional.of(rightEdge.read(tile));
    }
    AuditReader files = new AuditReader(tree, backend.origin(), AuditListener.NONE);
    if (tile.level() == 0) {
      return backend.mirrorEntries()
          ? files
              .leaves(EntryBundle.full(tile.index()))
              .content()
              .filter(leaves -> leaves.root().equals(expected))
          : Optional.empty();
    }
    TileCrossCheck crossCheck = new TileCrossCheck(files, new ArrayList<>());
    ResolvedTiles resolved =
        crossCheck.resolve(tile, expected, crossCheck.childFiles(backend.mirrorEntries()));
    return resolved.verified() ? Optional.of(resolved.hashes().get(0)) : Optional.empty();
  }

  private Iterator<ExpectedResource> expectedResources(Predicate<Resource> kind) {
    return damagedRanges.stream()
        .flatMap(DamagedRange::resources)
        .flatMap(file -> inTree(file).stream())
        .filter(kind)
        .map(file -> new ExpectedResource(backend.id(), file, expectedHash(file)))
        .iterator();
  }

  /** The resource at this index with its width in the tree; empty if the tree has none. */
  private Optional<Resource> inTree(Resource file) {
    int width = shape().width(file);
    return width == 0 ? Optional.empty() : Optional.of(file.withWidth(width));
  }

  private Hash expectedHash(Resource resource) {
    Tile tile = resource instanceof EntryBundle bundle ? bundle.leaves() : (Tile) resource;
    return tile.isPartial()
        ? rightEdge.read(tile).root()
        : verifiedTile(shape().wholeTile(tile.parent())).get(tile.positionInParent());
  }

  /** A verified tile, from the right edge or from disk. */
  private TileHashes verifiedTile(Tile tile) {
    if (tile.isPartial()) {
      return rightEdge.read(tile);
    }
    Map.Entry<Tile, TileHashes> known = verifiedByLevel.get(tile.level());
    if (known != null && known.getKey().equals(tile)) {
      return known.getValue();
    }
    Hash expected = expectedHash(tile);
    TileHashes hashes =
        new AuditReader(tree, backend.origin(), AuditListener.NONE)
            .tile(tile)
            .content()
            .filter(read -> read.root().equals(expected))
            .orElseThrow(() ->
                new AttestorException(
                    Failure.BAD_TILE,
                    tile + " of backend '" + backend.id() + "' was damaged during the repair",
                    "check the disk, then run the repair again"));
    verifiedByLevel.put(tile.level(), Map.entry(tile, hashes));
    return hashes;
  }

  private TreeShape shape() {
    return new TreeShape(rightEdge.head().size());
  }
}

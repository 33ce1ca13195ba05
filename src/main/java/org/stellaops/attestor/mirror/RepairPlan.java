package org.stellaops.attestor.mirror;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * How the damaged files of one tree are made good: what each must hash to, from the proved right
 * edge down, and which of them follow from other files on disk. A parent is named before its
 * children and must be good by the time that they are asked for.
 *
 * <p>Its iterators are for one thread; {@link #fromDisk} is for many.
 */
public final class RepairPlan {
  private final Backend backend;
  private final MirrorTree tree;
  private final ProvedTiles edge;
  private final List<Damage> damages;
  private final Map<Integer, Map.Entry<Tile, TileHashes>> latest = new HashMap<>();

  /**
   * A plan.
   *
   * @param edge the proved right edge of the tree
   * @param damages tiles from the top level down, then bundles
   */
  public RepairPlan(Backend backend, MirrorTree tree, ProvedTiles edge, List<Damage> damages) {
    this.backend = backend;
    this.tree = tree;
    this.edge = edge;
    this.damages = List.copyOf(damages);
  }

  /** The tiles above level 0 and those of the right edge, from the top down. */
  public Iterator<Wanted> upperTiles() {
    return wanted(file -> file instanceof Tile tile && (tile.level() > 0 || tile.isPartial()));
  }

  /** The entry bundles. */
  public Iterator<Wanted> bundles() {
    return wanted(EntryBundle.class::isInstance);
  }

  /** The full level-0 tiles. */
  public Iterator<Wanted> leafTiles() {
    return wanted(file -> file instanceof Tile tile && tile.level() == 0 && !tile.isPartial());
  }

  /**
   * The file if it follows from what is proved or from other files; empty if it must be fetched.
   */
  public List<VerifiedFile> fromDisk(Wanted wanted) {
    return wanted.resource() instanceof Tile tile
        ? computed(tile, wanted.expected())
            .map(hashes -> List.of(new VerifiedFile(tile, hashes.bytes())))
            .orElse(List.of())
        : List.of();
  }

  private Optional<TileHashes> computed(Tile tile, Hash expected) {
    if (tile.isPartial()) {
      return Optional.of(edge.read(tile));
    }
    AuditedFiles files = new AuditedFiles(tree, backend.origin(), AuditWatch.SILENT);
    if (tile.level() == 0) {
      return backend.mirrorEntries()
          ? files
              .leaves(EntryBundle.full(tile.index()))
              .content()
              .filter(leaves -> leaves.root().equals(expected))
          : Optional.empty();
    }
    TileCourt court = new TileCourt(files, new ArrayList<>());
    Settled settled = court.settle(tile, expected, court.filesBelow(backend.mirrorEntries()));
    return settled.proved() ? Optional.of(settled.hashes().get(0)) : Optional.empty();
  }

  private Iterator<Wanted> wanted(Predicate<Resource> kind) {
    return damages.stream()
        .flatMap(Damage::resources)
        .flatMap(file -> due(file).stream())
        .filter(kind)
        .map(file -> new Wanted(backend.id(), file, expected(file)))
        .iterator();
  }

  /** The resource at this place as the tree has it; empty if it has none. */
  private Optional<Resource> due(Resource file) {
    int level = file instanceof Tile tile ? tile.level() : 0;
    int width = shape().width(level, file.index());
    if (width == 0) {
      return Optional.empty();
    }
    return Optional.of(
        file instanceof Tile
            ? new Tile(level, file.index(), width)
            : new EntryBundle(file.index(), width));
  }

  private Hash expected(Resource resource) {
    Tile tile = resource instanceof EntryBundle bundle ? bundle.leaves() : (Tile) resource;
    return tile.isPartial()
        ? edge.read(tile).root()
        : proved(shape().wholeTile(tile.parent())).get(tile.positionInParent());
  }

  /** A tile that is as the root says, from the edge or from disk. */
  private TileHashes proved(Tile tile) {
    if (tile.isPartial()) {
      return edge.read(tile);
    }
    Map.Entry<Tile, TileHashes> known = latest.get(tile.level());
    if (known != null && known.getKey().equals(tile)) {
      return known.getValue();
    }
    Hash expected = expected(tile);
    TileHashes hashes =
        new AuditedFiles(tree, backend.origin(), AuditWatch.SILENT)
            .tile(tile)
            .content()
            .filter(read -> read.root().equals(expected))
            .orElseThrow(() ->
                new AttestorException(
                    Failure.BAD_TILE,
                    tile + " of backend '" + backend.id() + "' was damaged during the repair",
                    "look at the disk, then repair again"));
    latest.put(tile.level(), Map.entry(tile, hashes));
    return hashes;
  }

  private TreeShape shape() {
    return new TreeShape(edge.head().size());
  }
}

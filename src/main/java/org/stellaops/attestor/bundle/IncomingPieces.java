package org.stellaops.attestor.bundle;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.mirror.ProvedTiles;
import org.stellaops.attestor.mirror.Rooms;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.Wanted;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;

/**
 * Assigns to each segment what must be in it. Tiles that later ones are checked against are opened
 * here as well as by whoever takes the piece; of these only the upper ones are kept, and the
 * level-1 tile of the moment.
 */
public final class IncomingPieces implements Iterator<IncomingPiece>, TileSource {
  private final SegmentReader segments;
  private final Set<Tile> remembered;
  private final TreeCount counted;
  private final TileRuns runs;
  private final Rooms rooms = Segment.rooms();
  private final Map<Tile, TileHashes> upper = new HashMap<>();
  private final Map<Tile, TileHashes> kept = new HashMap<>();
  private Map<Tile, TileHashes> unit = Map.of();
  private TileRun.Kind kind = TileRun.Kind.PARENT;
  private List<Wanted> left = List.of();
  private @Nullable IncomingPiece ahead;

  IncomingPieces(
      SegmentReader segments,
      Backend backend,
      BundleManifest manifest,
      ProvedTiles proved,
      Set<Tile> remembered,
      TreeCount counted) {
    this.segments = segments;
    this.remembered = Set.copyOf(remembered);
    this.counted = counted;
    this.runs = new TileRuns(backend, manifest, proved, this);
  }

  /** Reads the next one already: whoever takes them expects trouble here, and not later. */
  @Override
  public boolean hasNext() {
    if (ahead == null && (!left.isEmpty() || runs.hasNext())) {
      ahead = read();
    }
    return ahead != null;
  }

  @Override
  public IncomingPiece next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException();
    }
    IncomingPiece piece = ahead;
    ahead = null;
    return piece;
  }

  private IncomingPiece read() {
    if (left.isEmpty()) {
      TileRun run = runs.next();
      left = run.wanted();
      kind = run.kind();
    }
    Segment segment = segments.next(rooms.take());
    if (segment.items() < 1 || segment.items() > left.size()) {
      throw BadBundle.because(
          "a segment has "
              + segment.items()
              + " files where "
              + left.get(0).resource()
              + " begins");
    }
    List<Wanted> taken = left.subList(0, segment.items());
    left = left.subList(segment.items(), left.size());
    IncomingPiece piece = new IncomingPiece(segment, taken, rooms);
    count(taken.size());
    if (isNeededLater(taken)) {
      keep(piece);
    }
    return piece;
  }

  private void count(int files) {
    if (kind == TileRun.Kind.ENTRIES) {
      counted.entryBundles(files);
    } else {
      counted.tiles(files);
    }
  }

  private boolean isNeededLater(List<Wanted> taken) {
    return kind == TileRun.Kind.PARENT
        || kind == TileRun.Kind.LEAVES
            && taken.stream().anyMatch(wanted -> remembered.contains(wanted.resource()));
  }

  private void keep(IncomingPiece piece) {
    FileRoom room = rooms.take();
    for (VerifiedFile file : piece.look(room)) {
      Tile tile = (Tile) file.resource();
      TileHashes hashes = TileHashes.reading(tile, file.content().copy());
      if (tile.level() > 1) {
        upper.put(tile, hashes);
      } else if (tile.level() == 1) {
        unit = Map.of(tile, hashes);
      }
      if (remembered.contains(tile)) {
        kept.put(tile, hashes);
      }
    }
    rooms.giveBack(room);
  }

  /** The tiles that were to be remembered, as far as they have passed; all of them checked. */
  public Map<Tile, TileHashes> remembered() {
    return Map.copyOf(kept);
  }

  @Override
  public TileHashes read(Tile tile) {
    TileHashes hashes = unit.containsKey(tile) ? unit.get(tile) : upper.get(tile);
    if (hashes == null) {
      throw new IllegalStateException("bad math: " + tile + " was to come before its children");
    }
    return hashes;
  }
}

package org.stellaops.attestor.mirror;

import java.util.ArrayList;
import java.util.List;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;

/**
 * The tiles that a log serves, true or not. A width that the log never had fails the test, since a
 * reader has no business to guess. Remembers what was read.
 */
final class RecordingTileSource implements TileSource {
  private final FakeLog log;
  private final List<Tile> reads = new ArrayList<>();

  RecordingTileSource(FakeLog log) {
    this.log = log;
  }

  @Override
  public TileHashes read(Tile tile) {
    reads.add(tile);
    byte[] bytes =
        log.get(tile.path())
            .orElseThrow(() -> new AssertionError("the log never had " + tile.path()));
    return TileHashes.read(tile, bytes);
  }

  /** What was read, in order. */
  List<Tile> reads() {
    return reads;
  }
}

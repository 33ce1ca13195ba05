package org.stellaops.attestor.bundle;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.mirror.Rooms;
import org.stellaops.attestor.mirror.Wanted;

/** Cuts runs into pieces of about equal size; where it cuts follows from the files alone. */
final class OutgoingPieces implements Iterator<OutgoingPiece> {
  private final TileRuns runs;
  private final MirroredFiles files;
  private final Compression compression;
  private final Rooms rooms = Segment.rooms();
  private List<Wanted> left = List.of();
  private boolean dense;
  private long turn;
  private @Nullable OutgoingPiece ahead;

  OutgoingPieces(TileRuns runs, MirroredFiles files, Compression compression) {
    this.runs = runs;
    this.files = files;
    this.compression = compression;
  }

  /** Plans the next one already: whoever takes them expects trouble here, and not later. */
  @Override
  public boolean hasNext() {
    if (ahead == null && (!left.isEmpty() || runs.hasNext())) {
      ahead = plan();
    }
    return ahead != null;
  }

  @Override
  public OutgoingPiece next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException();
    }
    OutgoingPiece piece = ahead;
    ahead = null;
    return piece;
  }

  private OutgoingPiece plan() {
    if (left.isEmpty()) {
      TileRun run = runs.next();
      left = run.wanted();
      dense = run.kind() != TileRun.Kind.ENTRIES;
    }
    List<Wanted> taken = new ArrayList<>();
    long space = 0;
    for (Wanted wanted : left) {
      long more = TarFiles.space(files.size(wanted.resource()));
      boolean full = space + more > Segment.TARGET_BYTES || taken.size() == Segment.MOST_ITEMS;
      if (full && !taken.isEmpty()) {
        break;
      }
      taken.add(wanted);
      space += more;
    }
    left = left.subList(taken.size(), left.size());
    return new OutgoingPiece(turn++, dense, taken, files, compression, rooms);
  }
}

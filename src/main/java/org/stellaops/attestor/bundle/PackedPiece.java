package org.stellaops.attestor.bundle;

import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.mirror.Rooms;
import org.stellaops.attestor.tlog.Slice;

/** A segment that waits for its turn. */
public final class PackedPiece {
  private final long turn;
  private final int files;
  private final FileRoom room;
  private final Rooms rooms;

  /**
   * A segment in a room.
   *
   * @param turn its position among the pieces of the tree, from 0
   * @param files number of files in it
   * @param room in which there is nothing else
   * @param rooms to give it back to
   */
  PackedPiece(long turn, int files, FileRoom room, Rooms rooms) {
    this.turn = turn;
    this.files = files;
    this.room = room;
    this.rooms = rooms;
  }

  /** Its position among the pieces of the tree, from 0. */
  long turn() {
    return turn;
  }

  /** Number of files in it. */
  int files() {
    return files;
  }

  /** Its bytes, which are there until {@link #release}. */
  Slice segment() {
    return room.content();
  }

  /** It is written: its room is for another piece. */
  void release() {
    rooms.giveBack(room);
  }
}

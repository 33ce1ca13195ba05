package org.stellaops.attestor.mirror;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Rooms for the content of files, one for each that is worked at. They are used again, which is
 * worth a tenth of a sync or an export: memory that was just in use is still near the processor.
 * Safe for many threads.
 */
public final class Rooms {
  private static final int TILE = 1 << 14;
  private static final int LARGE_BUNDLE = 1 << 21;

  private final int usual;
  private final int most;
  private final Queue<FileRoom> free = new ConcurrentLinkedQueue<>();

  /**
   * Has no room yet.
   *
   * @param usual bytes that a new one has room for
   * @param most bytes that one which is kept has room for; those that had to grow beyond that would
   *     hold memory long after the few files that needed it
   */
  public Rooms(int usual, int most) {
    this.usual = usual;
    this.most = most;
  }

  /**
   * For single files: a tile at first, and larger where bundles of entries come. As many are kept
   * as there were files at once.
   */
  public static Rooms ofFiles() {
    return new Rooms(TILE, LARGE_BUNDLE);
  }

  /** An empty one. */
  public FileRoom take() {
    FileRoom room = free.poll();
    return room == null ? new FileRoom(usual) : room;
  }

  /** Nobody reads any more what is in it. One that is not given back is no loss. */
  public void giveBack(FileRoom room) {
    if (room.capacity() <= most) {
      room.clear();
      free.add(room);
    }
  }
}

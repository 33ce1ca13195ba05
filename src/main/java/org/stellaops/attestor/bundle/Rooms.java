package org.stellaops.attestor.bundle;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.stellaops.attestor.mirror.FileRoom;

/**
 * Rooms for the content of pieces, one for each that is worked at. They are used again, which is
 * worth a tenth of an export: memory that was just in use is still near the processor.
 */
final class Rooms {
  private final Queue<FileRoom> free = new ConcurrentLinkedQueue<>();

  /** An empty one. */
  FileRoom take() {
    FileRoom room = free.poll();
    return room == null ? new FileRoom(Segment.TARGET_BYTES) : room;
  }

  /** Nobody reads any more what is in it. One that is not given back is no loss. */
  void giveBack(FileRoom room) {
    room.clear();
    free.add(room);
  }
}

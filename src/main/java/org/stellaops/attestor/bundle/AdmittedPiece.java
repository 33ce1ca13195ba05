package org.stellaops.attestor.bundle;

import java.util.List;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.mirror.VerifiedFile;

/** Files of a segment that are what the signed root commits to. */
public final class AdmittedPiece {
  private final List<VerifiedFile> files;
  private final FileRoom room;
  private final Rooms rooms;

  AdmittedPiece(List<VerifiedFile> files, FileRoom room, Rooms rooms) {
    this.files = List.copyOf(files);
    this.room = room;
    this.rooms = rooms;
  }

  /** The files, whose content is there until {@link #release}. */
  public List<VerifiedFile> files() {
    return files;
  }

  /** The content is not needed any more: its room is for another piece. */
  public void release() {
    rooms.giveBack(room);
  }
}

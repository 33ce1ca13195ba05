package org.stellaops.attestor.bundle;

import java.util.List;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.mirror.Rooms;
import org.stellaops.attestor.mirror.VerifiedFile;

/** Files of a segment that are what the signed root commits to. */
public final class AdmittedPiece {
  private final List<VerifiedFile> files;
  private final List<FileRoom> taken;
  private final Rooms rooms;

  /**
   * Files in a room.
   *
   * @param taken the rooms that are not needed any more once the files are not
   * @param rooms to give them back to
   */
  AdmittedPiece(List<VerifiedFile> files, List<FileRoom> taken, Rooms rooms) {
    this.files = List.copyOf(files);
    this.taken = taken;
    this.rooms = rooms;
  }

  /** The files, whose content is there until {@link #release}. */
  public List<VerifiedFile> files() {
    return files;
  }

  /** The content is not needed any more: its room is for another piece. */
  public void release() {
    taken.forEach(rooms::giveBack);
  }
}

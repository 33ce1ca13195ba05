package org.stellaops.attestor.bundle;

import java.util.ArrayList;
import java.util.List;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.mirror.Rooms;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.Wanted;

/** A segment of the tree, with what must be in it. */
public final class IncomingPiece {
  private final Segment segment;
  private final List<Wanted> wanted;
  private final Rooms rooms;

  IncomingPiece(Segment segment, List<Wanted> wanted, Rooms rooms) {
    this.segment = segment;
    this.wanted = List.copyOf(wanted);
    this.rooms = rooms;
  }

  /**
   * Unpacks the segment and checks every file in it as a download is checked.
   *
   * @return the files that were in it, until they are released
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_bundle} if other files
   *     are in it, with {@code bad_tile} if one is not what the signed root commits to
   */
  public AdmittedPiece admit() {
    FileRoom room = rooms.take();
    return new AdmittedPiece(look(room), List.of(room, segment.room()), rooms);
  }

  /** The same into an empty room of one's own, by somebody who admits it another time. */
  List<VerifiedFile> look(FileRoom room) {
    List<ArchivedFile> files = TarFiles.parse(segment.content(room), segment.items());
    List<VerifiedFile> verified = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      String expected = wanted.get(i).resource().path();
      if (!files.get(i).path().equals(expected)) {
        throw BadBundle.because(
            Shown.of(files.get(i).path()) + " comes where " + expected + " belongs");
      }
      verified.add(wanted.get(i).admit(wanted.get(i).resource(), files.get(i).content()).get(0));
    }
    return verified;
  }
}

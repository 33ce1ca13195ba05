package org.stellaops.attestor.bundle;

import java.util.List;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.mirror.Rooms;
import org.stellaops.attestor.mirror.Wanted;

/** Some files of a mirror that go into one segment. */
public final class OutgoingPiece {
  private final long turn;
  private final boolean dense;
  private final List<Wanted> wanted;
  private final MirroredFiles files;
  private final Compression compression;
  private final Rooms rooms;

  OutgoingPiece(
      long turn,
      boolean dense,
      List<Wanted> wanted,
      MirroredFiles files,
      Compression compression,
      Rooms rooms) {
    this.turn = turn;
    this.dense = dense;
    this.wanted = wanted;
    this.files = files;
    this.compression = compression;
    this.rooms = rooms;
  }

  /**
   * Reads the files, checks them once more, and packs them.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_tile} if one is
   *     damaged, with {@code incomplete} if one is missing
   */
  public PackedPiece pack() {
    FileRoom room = rooms.take();
    TarDraft tar = new TarDraft(room);
    for (Wanted each : wanted) {
      tar.add(each.resource().path(), target -> files.read(each, target));
    }
    FileRoom segment = rooms.take();
    compression.codec().pack(wanted.size(), tar.content(), dense, segment);
    rooms.giveBack(room);
    return new PackedPiece(turn, wanted.size(), segment, rooms);
  }
}

package org.stellaops.attestor.bundle;

import java.util.function.Consumer;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.tlog.Slice;

/** An archive that is being written: files are read to where they will be in it. */
final class TarDraft {
  private final TarHeader header = new TarHeader();
  private final FileRoom room;

  /** Without a file yet, in an empty room. */
  TarDraft(FileRoom room) {
    this.room = room;
  }

  /**
   * Appends a file.
   *
   * @param content appends it to what is in the room
   */
  void add(String path, Consumer<FileRoom> content) {
    int start = room.length();
    room.appendZeros(TarHeader.BYTES);
    content.accept(room);
    int size = room.length() - start - TarHeader.BYTES;
    room.replace(start, header.of(path, size));
    room.appendZeros((int) TarFiles.space(size) - TarHeader.BYTES - size);
  }

  /** The archive so far, without its end. */
  Slice content() {
    return room.content();
  }
}

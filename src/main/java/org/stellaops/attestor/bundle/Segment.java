package org.stellaops.attestor.bundle;

import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.mirror.Rooms;
import org.stellaops.attestor.tlog.Slice;

/**
 * A part of a bundle that is compressed on its own and holds whole files of the archive.
 *
 * @param compression how
 * @param items number of files in it; 0 for the one that ends the archive
 * @param room where its bytes are as they lie in the bundle, with their framing, and nothing else
 */
record Segment(Compression compression, int items, FileRoom room) {
  /** What the files of a segment take together, roughly, unless a single one takes more. */
  static final int TARGET_BYTES = 1 << 20;

  /** The most files of a segment. */
  static final int MOST_ITEMS = 512;

  /** The most bytes of content: the target, and one file of the largest kind beyond it. */
  static final int MOST_BYTES = TARGET_BYTES + (20 << 20);

  /** Rooms for contents and segments, all of which are kept for as long as the work takes. */
  static Rooms rooms() {
    return new Rooms(TARGET_BYTES, Integer.MAX_VALUE);
  }

  /** The content: archived files, one after the other. */
  Slice content() {
    return content(new FileRoom(0));
  }

  /** The same in an empty room. */
  Slice content(FileRoom target) {
    compression.codec().unpack(room.content(), target);
    return target.content();
  }
}

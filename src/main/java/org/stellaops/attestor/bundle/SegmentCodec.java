package org.stellaops.attestor.bundle;

import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.tlog.Slice;

/**
 * A compression with a framing that says where a segment ends before it is unpacked. To the usual
 * program for this compression the framing means nothing, and it skips it.
 */
interface SegmentCodec {
  /** SHA-256. */
  int DIGEST_BYTES = 32;

  /**
   * Appends a whole segment to what is in a room.
   *
   * @param items number of files in the content
   * @param dense whether the content is hashes, at which compression would only waste time
   */
  void pack(int items, Slice content, boolean dense, FileRoom target);

  /** What begins every segment, before its length and the number of its files. */
  byte[] segmentHead();

  /** How many bytes follow the head, the length and the number, in a segment of this length. */
  long rest(int length);

  /** What begins a seal, before the digest. */
  byte[] sealHead();

  /** What ends a seal, after the digest. */
  byte[] sealTail();

  /**
   * Appends the content of a segment to what is in a room.
   *
   * @param segment all of it, and nothing else
   * @throws org.stellaops.attestor.failure.AttestorException if it is damaged, or larger than any
   *     content may be
   */
  void unpack(Slice segment, FileRoom target);
}

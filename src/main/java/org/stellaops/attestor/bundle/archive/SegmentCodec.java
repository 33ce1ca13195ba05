package org.stellaops.attestor.bundle.archive;

import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * A compression with a framing that says where a segment ends before it is unpacked. To the usual
 * program for this compression the framing means nothing, and it skips it.
 */
public interface SegmentCodec {
  /** SHA-256. */
  int DIGEST_BYTES = 32;

  /**
   * Appends a whole segment to what is in a room.
   *
   * @param fileCount number of files in the content
   * @param incompressible whether the content is hashes, at which compression would only waste time
   */
  void encode(int fileCount, ByteSlice content, boolean incompressible, ReusableBuffer target);

  /** What begins every segment, before its length and the number of its files. */
  byte[] segmentPrefix();

  /** How many bytes follow the head, the length and the number, in a segment of this length. */
  long remainingBytes(int statedLength);

  /** What begins a seal, before the digest. */
  byte[] trailerPrefix();

  /** What ends a seal, after the digest. */
  byte[] trailerSuffix();

  /**
   * Appends the content of a segment to what is in a room.
   *
   * @param segment all of it, and nothing else
   * @throws org.stellaops.attestor.failure.AttestorException if it is damaged, or larger than any
   *     content may be
   */
  void decode(ByteSlice segment, ReusableBuffer target);
}

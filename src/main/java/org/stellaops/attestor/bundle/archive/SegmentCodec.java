package org.stellaops.attestor.bundle.archive;

import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * Encodes and decodes segments. The framing states the length of a segment before it is
 * decompressed; standard programs for the compression skip the framing.
 */
public interface SegmentCodec {
  /** The length of the digest in the trailer (SHA-256). */
  int DIGEST_BYTES = 32;

  /**
   * Compresses content and appends the segment with its framing to a buffer.
   *
   * @param fileCount number of files in the content
   * @param incompressible whether the content is hashes, so that compressing them is a waste of
   *     time
   */
  void encode(int fileCount, ByteSlice content, boolean incompressible, ReusableBuffer target);

  /** The bytes at the start of every segment, before its length and file count. */
  byte[] segmentPrefix();

  /** The number of bytes after prefix, length and file count, for this value of the length. */
  long remainingBytes(int statedLength);

  /** The bytes of the trailer before the digest. */
  byte[] trailerPrefix();

  /** The bytes of the trailer after the digest. */
  byte[] trailerSuffix();

  /**
   * Decompresses a segment and appends its content to a buffer.
   *
   * @param segment the whole segment with its framing
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_bundle} if it is
   *     damaged or its content is larger than {@link Segment#MAX_CONTENT_BYTES}
   */
  void decode(ByteSlice segment, ReusableBuffer target);
}

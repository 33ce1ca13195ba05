package org.stellaops.attestor.bundle.write;

import java.util.List;
import org.stellaops.attestor.bundle.archive.CompressedSegment;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.archive.TarBuilder;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.mirror.plan.ExpectedResource;

/**
 * The files of a mirror that form one segment.
 *
 * @param index its position among the segments of the tree, from 0
 * @param incompressible whether the files are hashes, which do not compress
 * @param expected the files with their expected hashes
 * @param mirror the mirror to read
 * @param compression of the bundle
 * @param pool of the buffers for content and segment
 */
public record OutboundSegment(
    long index,
    boolean incompressible,
    List<ExpectedResource> expected,
    MirrorReader mirror,
    Compression compression,
    BufferPool pool) {
  /**
   * Reads, verifies and compresses the files.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_tile} if one is
   *     damaged, with {@code incomplete} if one is missing
   */
  public CompressedSegment compress() {
    ReusableBuffer tarBuffer = pool.acquire();
    TarBuilder tar = new TarBuilder(tarBuffer);
    for (ExpectedResource each : expected) {
      tar.add(each.resource().path(), buffer -> mirror.read(each, buffer));
    }
    ReusableBuffer segmentBuffer = pool.acquire();
    compression.codec().encode(expected.size(), tar.content(), incompressible, segmentBuffer);
    pool.release(tarBuffer);
    return new CompressedSegment(index, expected.size(), segmentBuffer, pool);
  }
}

package org.stellaops.attestor.bundle.write;

import java.util.List;
import org.stellaops.attestor.bundle.archive.CompressedSegment;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.archive.TarBuilder;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.mirror.plan.ExpectedResource;

/** The files of a mirror that form one segment. */
public final class OutboundSegment {
  private final long index;
  private final boolean incompressible;
  private final List<ExpectedResource> expected;
  private final MirrorReader mirror;
  private final Compression compression;
  private final BufferPool pool;

  OutboundSegment(
      long index,
      boolean incompressible,
      List<ExpectedResource> expected,
      MirrorReader mirror,
      Compression compression,
      BufferPool pool) {
    this.index = index;
    this.incompressible = incompressible;
    this.expected = expected;
    this.mirror = mirror;
    this.compression = compression;
    this.pool = pool;
  }

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

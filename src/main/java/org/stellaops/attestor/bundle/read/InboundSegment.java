package org.stellaops.attestor.bundle.read;

import java.util.ArrayList;
import java.util.List;
import org.stellaops.attestor.bundle.archive.ArchiveEntry;
import org.stellaops.attestor.bundle.archive.BundleErrors;
import org.stellaops.attestor.bundle.archive.Segment;
import org.stellaops.attestor.bundle.archive.TarFiles;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.plan.ExpectedResource;

/** A segment of the tree with the files that it must contain. */
public final class InboundSegment {
  private final Segment segment;
  private final List<ExpectedResource> expectedFiles;
  private final BufferPool pool;

  InboundSegment(Segment segment, List<ExpectedResource> expectedFiles, BufferPool pool) {
    this.segment = segment;
    this.expectedFiles = List.copyOf(expectedFiles);
    this.pool = pool;
  }

  /**
   * Decompresses the segment and verifies every file in it, like a download.
   *
   * @return the verified files, to be released
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_bundle} if it contains
   *     other files, with {@code bad_tile} if the signed root does not commit to one of them
   */
  public VerifiedSegment verify() {
    ReusableBuffer buffer = pool.acquire();
    return new VerifiedSegment(verifyInto(buffer), List.of(buffer, segment.buffer()), pool);
  }

  /** Verifies the files in a buffer of the caller; may be called in addition to {@link #verify}. */
  List<VerifiedFile> verifyInto(ReusableBuffer buffer) {
    List<ArchiveEntry> files = TarFiles.parse(segment.content(buffer), segment.fileCount());
    List<VerifiedFile> verified = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      String expected = expectedFiles.get(i).resource().path();
      if (!files.get(i).path().equals(expected)) {
        throw BundleErrors.rejected(
            "unexpected file " + SafeText.quote(files.get(i).path()) + ", expected " + expected);
      }
      verified.add(
          expectedFiles
              .get(i)
              .verify(expectedFiles.get(i).resource(), files.get(i).content())
              .get(0));
    }
    return verified;
  }
}

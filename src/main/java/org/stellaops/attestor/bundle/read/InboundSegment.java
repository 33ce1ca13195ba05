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
import org.stellaops.attestor.tlog.Resource;

/**
 * A segment of the tree.
 *
 * @param segment the segment, not decompressed
 * @param expectedFiles the files that it must contain
 * @param pool for the decompressed content
 */
public record InboundSegment(
    Segment segment, List<ExpectedResource> expectedFiles, BufferPool pool) {
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
      ArchiveEntry file = files.get(i);
      Resource expected = expectedFiles.get(i).resource();
      if (!file.path().equals(expected.path())) {
        throw BundleErrors.rejected(
            "unexpected file " + SafeText.quote(file.path()) + ", expected " + expected.path());
      }
      verified.add(expectedFiles.get(i).verify(expected, file.content()).get(0));
    }
    return verified;
  }
}

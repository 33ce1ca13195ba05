package org.stellaops.attestor.mirror;

import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.mirror.plan.FetchPlan;
import org.stellaops.attestor.tlog.ByteSlice;
import org.stellaops.attestor.tlog.Resource;

/**
 * A file whose content was verified against a signed root, so that it may get its final name. Only
 * {@link ExpectedResource#verify}, {@link FetchPlan} and {@link VerifiedTiles} create one.
 *
 * @param resource the tile or entry bundle
 * @param content its content; not copied, and must not be changed
 */
public record VerifiedFile(Resource resource, ByteSlice content) {
  /** A file with an array of its own. */
  public VerifiedFile(Resource resource, byte[] bytes) {
    this(resource, ByteSlice.of(bytes));
  }

  /** The content as an array; a copy if it is a part of a larger one. */
  public byte[] bytes() {
    return content.bytes();
  }

  /** The length of the content in bytes. */
  public int length() {
    return content.length();
  }
}

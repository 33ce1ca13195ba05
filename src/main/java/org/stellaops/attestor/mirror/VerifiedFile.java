package org.stellaops.attestor.mirror;

import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.mirror.plan.FetchPlan;
import org.stellaops.attestor.tlog.ByteSlice;
import org.stellaops.attestor.tlog.Resource;

/**
 * Bytes that passed their check and may get their final name. Only {@link ExpectedResource#verify},
 * {@link FetchPlan} and {@link VerifiedTiles} make one.
 *
 * @param resource what it is
 * @param content handed on, not copied, and not to be changed
 */
public record VerifiedFile(Resource resource, ByteSlice content) {
  /** One that has an array of its own. */
  public VerifiedFile(Resource resource, byte[] bytes) {
    this(resource, ByteSlice.of(bytes));
  }

  /** The content as an array of its own; a copy of what is only a part of one. */
  public byte[] bytes() {
    return content.bytes();
  }

  /** How many bytes it has. */
  public int length() {
    return content.length();
  }
}

package org.stellaops.attestor.mirror;

import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Slice;

/**
 * Bytes that passed their check and may get their final name. Only {@link Wanted#admit}, {@link
 * MirrorPlan} and {@link ProvedTiles} make one.
 *
 * @param resource what it is
 * @param content handed on, not copied, and not to be changed
 */
public record VerifiedFile(Resource resource, Slice content) {
  /** One that has an array of its own. */
  public VerifiedFile(Resource resource, byte[] bytes) {
    this(resource, Slice.of(bytes));
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

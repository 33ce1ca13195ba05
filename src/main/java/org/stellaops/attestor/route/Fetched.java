package org.stellaops.attestor.route;

import java.net.URI;
import java.util.function.Function;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.tlog.Slice;

/**
 * What came for a request; nothing about it is verified.
 *
 * @param request what it was got as: the request, or the full resource in its place
 * @param from the whole URL
 * @param content without transport encodings; in the room that whoever asked has given for it
 */
public record Fetched(Request request, URI from, Slice content) {
  /** What came into an array of its own. */
  public Fetched(Request request, URI from, byte[] bytes) {
    this(request, from, Slice.of(bytes));
  }

  /** The content as an array of its own; a copy of what is in a room. */
  public byte[] bytes() {
    return content.bytes();
  }

  /** Checks what came, so that a refusal says where it came from. */
  <T> T checked(Function<byte[], T> check) {
    return checkedInPlace(content -> check.apply(content.bytes()));
  }

  /** The same without a copy. */
  <T> T checkedInPlace(Function<Slice, T> check) {
    try {
      return check.apply(content);
    } catch (AttestorException e) {
      throw e.at(from);
    }
  }
}

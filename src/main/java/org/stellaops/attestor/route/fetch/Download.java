package org.stellaops.attestor.route.fetch;

import java.net.URI;
import java.util.function.Function;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * What came for a request; nothing about it is verified.
 *
 * @param request what it was got as: the request, or the full resource in its place
 * @param url the whole URL
 * @param content without transport encodings; in the room that whoever asked has given for it
 */
public record Download(FetchRequest request, URI url, ByteSlice content) {
  /** What came into an array of its own. */
  public Download(FetchRequest request, URI url, byte[] bytes) {
    this(request, url, ByteSlice.of(bytes));
  }

  /** The content as an array of its own; a copy of what is in a room. */
  public byte[] bytes() {
    return content.bytes();
  }

  /** Checks what came, so that a refusal says where it came from. */
  public <T> T check(Function<byte[], T> verifier) {
    return checkInPlace(content -> verifier.apply(content.bytes()));
  }

  /** The same without a copy. */
  public <T> T checkInPlace(Function<ByteSlice, T> verifier) {
    try {
      return verifier.apply(content);
    } catch (AttestorException e) {
      throw e.withLocation(url);
    }
  }
}

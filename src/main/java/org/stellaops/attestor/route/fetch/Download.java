package org.stellaops.attestor.route.fetch;

import java.net.URI;
import java.util.function.Function;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * An unverified response to a request.
 *
 * @param request the request, or the one for the full resource in its place
 * @param url the whole URL
 * @param content without transport encodings; may be in the buffer of the attempt
 */
public record Download(FetchRequest request, URI url, ByteSlice content) {
  /** A response whose content has its own array. */
  public Download(FetchRequest request, URI url, byte[] bytes) {
    this(request, url, ByteSlice.of(bytes));
  }

  /** The content in its own array; copied if it is in a buffer. */
  public byte[] bytes() {
    return content.bytes();
  }

  /** Applies a verifier to a copy of the content; a failure gets the URL of the download. */
  public <T> T check(Function<byte[], T> verifier) {
    return checkInPlace(content -> verifier.apply(content.bytes()));
  }

  /** Like {@link #check}, without the copy. */
  public <T> T checkInPlace(Function<ByteSlice, T> verifier) {
    try {
      return verifier.apply(content);
    } catch (AttestorException e) {
      throw e.withLocation(url);
    }
  }
}

package org.stellaops.attestor.route;

import java.net.URI;
import java.util.function.Function;
import org.stellaops.attestor.failure.AttestorException;

/**
 * What came for a request; nothing about it is verified.
 *
 * @param request what it was got as: the request, or the full resource in its place
 * @param from the whole URL
 * @param bytes the content without transport encodings
 */
public record Fetched(Request request, URI from, byte[] bytes) {
  /** Checks what came, so that a refusal says where it came from. */
  <T> T checked(Function<byte[], T> check) {
    try {
      return check.apply(bytes);
    } catch (AttestorException e) {
      throw e.at(from);
    }
  }
}

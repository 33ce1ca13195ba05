package org.stellaops.attestor.route.fetch;

import java.util.Optional;

/**
 * What a server without files is asked.
 *
 * @param path below the server's address
 * @param query what comes after a question mark; empty if nothing does
 * @param body JSON to be posted; empty for GET
 * @param maxBytes the most bytes that an honest answer can have
 */
public record ApiRequest(String path, String query, Optional<String> body, int maxBytes) {
  /** A question without a body. */
  public static ApiRequest get(String path, String query, int maxBytes) {
    return new ApiRequest(path, query, Optional.empty(), maxBytes);
  }
}

package org.stellaops.attestor.route.fetch;

import java.util.Optional;

/**
 * A call of a server's HTTP API.
 *
 * @param path below the server's address
 * @param query without the question mark; empty if there is none
 * @param body JSON to post; empty for GET
 * @param maxBytes size limit of the response
 */
public record ApiRequest(String path, String query, Optional<String> body, int maxBytes) {
  public static ApiRequest get(String path, String query, int maxBytes) {
    return new ApiRequest(path, query, Optional.empty(), maxBytes);
  }
}

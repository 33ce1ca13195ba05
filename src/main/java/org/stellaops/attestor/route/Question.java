package org.stellaops.attestor.route;

import java.util.Optional;

/**
 * What a server without files is asked.
 *
 * @param path below the server's address
 * @param query what comes after a question mark; empty if nothing does
 * @param body JSON to be posted; empty for GET
 * @param maxBytes the most bytes that an honest answer can have
 */
public record Question(String path, String query, Optional<String> body, int maxBytes) {
  /** A question without a body. */
  public static Question get(String path, String query, int maxBytes) {
    return new Question(path, query, Optional.empty(), maxBytes);
  }
}

package org.stellaops.attestor.route.fetch;

import java.net.URI;
import java.util.Optional;

/**
 * Where a request goes, and where it goes if that place does not have it.
 *
 * @param request what is asked for there
 * @param prefix the log's prefix, ending in a slash
 * @param fallback the next place to try after a 404
 */
public record FetchLocation(FetchRequest request, URI prefix, Optional<FetchLocation> fallback) {
  /** The whole URL. */
  public URI url() {
    String query = request.query();
    return URI.create(prefix + request.path() + (query.isEmpty() ? "" : "?" + query));
  }

  /** Whether the log is a tree of files on this machine. */
  public boolean isFile() {
    return "file".equals(prefix.getScheme());
  }
}

package org.stellaops.attestor.route.fetch;

import java.net.URI;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;

/**
 * Something to get from a log.
 *
 * @param backend the id of the backend
 * @param resource a tile or an entry bundle; empty for the checkpoint
 * @param prefixOverride a prefix to get it from instead of the backend's; empty for the backend's
 * @param noCache whether caches on the way are told to ask the log itself
 * @param apiRequest what a server without files is asked; empty for a file
 */
public record FetchRequest(
    String backend,
    Optional<Resource> resource,
    Optional<URI> prefixOverride,
    boolean noCache,
    Optional<ApiRequest> apiRequest) {

  /** A file of the log. */
  public FetchRequest(
      String backend, Optional<Resource> resource, Optional<URI> prefixOverride, boolean noCache) {
    this(backend, resource, prefixOverride, noCache, Optional.empty());
  }

  /** The log's checkpoint. */
  public static FetchRequest checkpoint(String backend) {
    return new FetchRequest(backend, Optional.empty(), Optional.empty(), false);
  }

  /** A tile or an entry bundle. */
  public static FetchRequest of(String backend, Resource resource) {
    return new FetchRequest(backend, Optional.of(resource), Optional.empty(), false);
  }

  /** What a check waits for. */
  public static FetchRequest of(ExpectedResource expected) {
    return of(expected.backend(), expected.resource());
  }

  /** An answer of a server that computes them. */
  public static FetchRequest of(String backend, ApiRequest apiRequest) {
    return new FetchRequest(
        backend, Optional.empty(), Optional.empty(), false, Optional.of(apiRequest));
  }

  /** Whether this is the log's checkpoint. */
  public boolean isCheckpoint() {
    return resource.isEmpty() && apiRequest.isEmpty();
  }

  /** The path below the log's prefix. */
  public String path() {
    return apiRequest
        .map(ApiRequest::path)
        .orElseGet(() -> resource.map(Resource::path).orElse(Checkpoint.PATH));
  }

  /** What comes after the path and a question mark; empty for files. */
  public String query() {
    return apiRequest.map(ApiRequest::query).orElse("");
  }

  /** The most bytes that an honest answer can have, uncompressed. */
  public int maxBytes() {
    int limit = apiRequest.map(ApiRequest::maxBytes).orElse(SignedNote.MAX_BYTES);
    return resource
        .map(r -> r instanceof EntryBundle ? EntryBundle.MAX_BYTES : r.width() * Hash.BYTES)
        .orElse(limit);
  }

  /** Whether a log may have dropped this because a fuller one exists. */
  public boolean mayBePromoted() {
    return resource.map(Resource::isPartial).orElse(false);
  }

  /** The same at another place, whose prefix ends in a slash. */
  public FetchRequest at(URI prefix) {
    return new FetchRequest(backend, resource, Optional.of(prefix), noCache, apiRequest);
  }

  /** The same from the log itself, whatever caches on the way hold. */
  public FetchRequest withNoCache() {
    return new FetchRequest(backend, resource, prefixOverride, true, apiRequest);
  }

  /** The full resource at the same place. */
  public FetchRequest asFull() {
    return new FetchRequest(backend, resource.map(Resource::full), prefixOverride, noCache);
  }
}

package org.stellaops.attestor.route.fetch;

import java.net.URI;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.rekor.ConsistencyProofResponse;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;

/**
 * A request for a resource of a log.
 *
 * @param backend the id of the backend
 * @param resource a tile or an entry bundle; empty for the checkpoint and for API requests
 * @param expected what the response is verified against; empty if the caller verifies it otherwise
 * @param prefixOverride a prefix to use instead of the backend's; empty for the backend's
 * @param noCache whether the request has {@code Cache-Control: no-cache}
 * @param apiRequest the call of a server's API; empty for a file
 */
public record FetchRequest(
    String backend,
    Optional<Resource> resource,
    Optional<ExpectedResource> expected,
    Optional<URI> prefixOverride,
    boolean noCache,
    Optional<ApiRequest> apiRequest) {

  private static FetchRequest file(
      String backend, Optional<Resource> resource, Optional<ExpectedResource> expected) {
    return new FetchRequest(backend, resource, expected, Optional.empty(), false, Optional.empty());
  }

  public static FetchRequest checkpoint(String backend) {
    return file(backend, Optional.empty(), Optional.empty());
  }

  /** A tile or an entry bundle. */
  public static FetchRequest of(String backend, Resource resource) {
    return file(backend, Optional.of(resource), Optional.empty());
  }

  /** A tile or an entry bundle whose hash is known. */
  public static FetchRequest of(ExpectedResource expected) {
    return file(expected.backend(), Optional.of(expected.resource()), Optional.of(expected));
  }

  /** The call of a server's API. */
  public static FetchRequest of(String backend, ApiRequest api) {
    Optional<Resource> none = Optional.empty();
    return new FetchRequest(
        backend, none, Optional.empty(), Optional.empty(), false, Optional.of(api));
  }

  /** A Rekor v1 server's consistency proof from one size of a shard to a larger one. */
  public static FetchRequest consistencyProof(Backend shard, long from, long to) {
    TreeId tree = Backend.treeId(shard.id()).orElseThrow();
    String query = ConsistencyProofResponse.query(tree, from, to);
    return of(
        Backend.serverId(shard.id()),
        ApiRequest.get(ConsistencyProofResponse.PATH, query, ConsistencyProofResponse.MAX_BYTES));
  }

  public boolean isCheckpoint() {
    return resource.isEmpty() && apiRequest.isEmpty();
  }

  /** The path below the log's prefix. */
  public String path() {
    return apiRequest
        .map(ApiRequest::path)
        .orElseGet(() -> resource.map(Resource::path).orElse(Checkpoint.PATH));
  }

  /** The query without the question mark; empty for files. */
  public String query() {
    return apiRequest.map(ApiRequest::query).orElse("");
  }

  /** The largest size of a valid response in bytes, uncompressed. */
  public int maxBytes() {
    int limit = apiRequest.map(ApiRequest::maxBytes).orElse(SignedNote.MAX_BYTES);
    return resource
        .map(r -> r instanceof EntryBundle ? EntryBundle.MAX_BYTES : r.width() * Hash.BYTES)
        .orElse(limit);
  }

  /** Whether the log may have replaced this resource by the full one. */
  public boolean mayBePromoted() {
    return resource.map(Resource::isPartial).orElse(false);
  }

  /** The same request at another prefix, which ends in a slash. */
  public FetchRequest at(URI prefix) {
    return new FetchRequest(backend, resource, expected, Optional.of(prefix), noCache, apiRequest);
  }

  /** The same request with {@code Cache-Control: no-cache}. */
  public FetchRequest withNoCache() {
    return new FetchRequest(backend, resource, expected, prefixOverride, true, apiRequest);
  }

  /** The request for the full resource at the same prefix. */
  FetchRequest asFull() {
    return new FetchRequest(
        backend, resource.map(Resource::full), expected, prefixOverride, noCache, apiRequest);
  }
}

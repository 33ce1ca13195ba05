package org.stellaops.attestor.route.fetch;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * One attempt at a request, in the variable {@code attempt}: the locations that may have the
 * resource, and the pooled buffer of the response. An attempt that fails leaves its buffer to the
 * garbage collector. A location is used after a 404 from the one before it. For one thread.
 */
public final class FetchAttempt {
  private final List<Location> locations;
  private int current;
  private boolean requested;
  private boolean complete;
  private @Nullable BufferPool pool;
  private @Nullable ReusableBuffer buffer;

  /**
   * A location of a resource.
   *
   * @param request the resource at this location: the requested one, or the full one in its place
   * @param prefix the log's prefix, ending in a slash
   */
  record Location(FetchRequest request, URI prefix) {
    URI url() {
      String query = request.query();
      return URI.create(prefix + request.path() + (query.isEmpty() ? "" : "?" + query));
    }
  }

  /** An attempt at the first of these locations, of which there is at least one. */
  FetchAttempt(List<Location> locations) {
    this.locations = List.copyOf(locations);
  }

  /** The request as it was made. */
  public FetchRequest original() {
    return locations.get(0).request();
  }

  /** The resource at the current location. */
  FetchRequest request() {
    return locations.get(current).request();
  }

  /** The log's prefix at the current location, ending in a slash. */
  URI prefix() {
    return locations.get(current).prefix();
  }

  public URI url() {
    return locations.get(current).url();
  }

  /** Whether the log is a directory on this machine. */
  boolean isFile() {
    return "file".equals(prefix().getScheme());
  }

  /** Whether there is another location to try after a 404. */
  boolean hasFallback() {
    return current + 1 < locations.size();
  }

  /** Whether a location had the resource. */
  boolean isComplete() {
    return complete;
  }

  void complete() {
    complete = true;
  }

  /** Moves to the next location to request; the first call moves to the first. */
  void next() {
    current += requested ? 1 : 0;
    requested = true;
  }

  /** Acquires a buffer for the response, which belongs to this attempt until it is released. */
  ReusableBuffer acquireBuffer(BufferPool from) {
    pool = from;
    buffer = from.acquire();
    return buffer;
  }

  /** Whether these bytes are in the pooled buffer, and not a copy. */
  @SuppressWarnings("ReferenceEquality") // the same array, not equal bytes
  public boolean isInBuffer(ByteSlice content) {
    return buffer != null && buffer.content().array() == content.array();
  }

  /** Returns the buffer to its pool, if there is one. Its content is invalid from then on. */
  public void releaseBuffer() {
    if (pool != null && buffer != null) {
      pool.release(buffer);
      buffer = null;
    }
  }
}

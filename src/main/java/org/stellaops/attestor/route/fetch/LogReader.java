package org.stellaops.attestor.route.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.LogSource;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * Finds the locations of a resource and reads the response, which is limited to the size that the
 * resource can have.
 */
public final class LogReader {
  private static final int NOT_FOUND = 404;

  private final BackendCatalog backends;
  private final LogSource files;
  private final SyncMetrics metrics;
  private final Function<Origin, URI> buildLocation;
  private final Map<String, URI> checkpointPrefixes = new ConcurrentHashMap<>();
  private final BufferPool buffers = BufferPool.forFiles();

  /**
   * Reads {@code file:} logs with {@code files}, and all others by HTTP.
   *
   * @param buildLocation the directory in which the tiles of a shard are built
   */
  public LogReader(
      BackendCatalog backends,
      LogSource files,
      SyncMetrics metrics,
      Function<Origin, URI> buildLocation) {
    this.backends = backends;
    this.files = files;
    this.metrics = metrics;
    this.buildLocation = buildLocation;
  }

  /** Begins an attempt: finds the locations that may have the resource. */
  public FetchAttempt begin(@Body FetchRequest request) {
    return new FetchAttempt(locations(request));
  }

  public String backendId(@Variable("operation") FetchContext context) {
    return context.backendId();
  }

  public boolean isFile(@Variable("attempt") FetchAttempt attempt) {
    return attempt.isFile();
  }

  /** Whether another location is to request. */
  public boolean needsRequest(@Variable("attempt") FetchAttempt attempt) {
    return !attempt.isComplete();
  }

  /**
   * Reads an HTTP response. This completes the attempt unless it is a 404 and there is another
   * location.
   *
   * @param contentLength as stated by the server; null if the response is compressed or has none
   * @param contentType as stated by the server; null if it has none
   * @return null if the next location must be requested
   * @throws AttestorException if the log does not have the resource, or the content is a web page
   *     or longer than the resource can be
   */
  public @Nullable Download read(
      @Variable("attempt") FetchAttempt attempt,
      @Header("CamelHttpResponseCode") int status,
      @Header("Content-Length") @Nullable Long contentLength,
      @Header("Content-Type") @Nullable String contentType,
      @Body InputStream body)
      throws IOException {
    try (body) {
      if (status == NOT_FOUND) {
        if (attempt.hasFallback()) {
          return null;
        }
        throw notFound(attempt);
      }
      int limit = attempt.request().maxBytes() + 1;
      long expected = contentLength == null ? 0 : Math.max(0, Math.min(contentLength, limit));
      ReusableBuffer buffer =
          attempt.request().resource().isPresent()
              ? attempt.acquireBuffer(buffers)
              : new ReusableBuffer(0);
      buffer.append(body, (int) expected, limit);
      HtmlPage.reject(attempt.request(), attempt.url(), buffer.content(), contentType);
      return download(attempt, buffer.content());
    }
  }

  /** Reads a file of a log that is a directory on this machine. */
  public Download readFile(
      @Variable("attempt") FetchAttempt attempt, @Variable("operation") FetchContext context) {
    do {
      attempt.next();
      context.counters().countRequest();
      Optional<byte[]> content =
          files.read(attempt.prefix(), attempt.request().path(), attempt.request().maxBytes() + 1);
      if (content.isPresent()) {
        return download(attempt, ByteSlice.of(content.get()));
      }
    } while (attempt.hasFallback());
    throw notFound(attempt);
  }

  /** Throws the failure of an attempt with its URL. A missing local file is not retried. */
  public void rethrow(
      @Variable("attempt") FetchAttempt attempt,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException error = FailureMapper.map(thrown).withLocation(attempt.url());
    throw attempt.isFile() ? new NonRetryableException(error) : error;
  }

  private Download download(FetchAttempt attempt, ByteSlice content) {
    FetchRequest request = attempt.request();
    attempt.complete();
    request.resource().ifPresent(resource -> metrics.recordFetched(request.backend(), resource));
    if (content.length() > request.maxBytes()) {
      throw new AttestorException(
          request.resource().isPresent() ? Failure.BAD_TILE : Failure.INVALID_NOTE,
          attempt.url() + " is longer than the maximum of " + request.maxBytes() + " bytes",
          "nothing was written; check the response to this URL");
    }
    if (request.isCheckpoint() && request.prefixOverride().isEmpty()) {
      checkpointPrefixes.put(request.backend(), attempt.prefix());
    }
    return new Download(request, attempt.url(), content);
  }

  private List<FetchAttempt.Location> locations(FetchRequest request) {
    List<URI> prefixes = prefixes(request);
    if (request.isCheckpoint()) {
      return prefixes.stream().map(prefix -> new FetchAttempt.Location(request, prefix)).toList();
    }
    FetchAttempt.Location first = new FetchAttempt.Location(request, prefixes.get(0));
    return request.mayBePromoted()
        ? List.of(first, new FetchAttempt.Location(request.asFull(), prefixes.get(0)))
        : List.of(first);
  }

  /** The possible prefixes of a log; the one that last had its checkpoint comes first. */
  private List<URI> prefixes(FetchRequest request) {
    if (request.prefixOverride().isPresent()) {
      return List.of(request.prefixOverride().get());
    }
    String backend = request.backend();
    Backend log = backends.get(backend);
    if (log.kind() == LogKind.SHARD && request.apiRequest().isEmpty()) {
      return List.of(buildLocation.apply(log.origin()));
    }
    Stream<URI> configured = log.readUrls().stream();
    return Stream.concat(Stream.ofNullable(checkpointPrefixes.get(backend)), configured)
        .distinct()
        .toList();
  }

  private static AttestorException notFound(FetchAttempt attempt) {
    FetchRequest request = attempt.request();
    if (request.resource().isPresent()) {
      return new AttestorException(
          Failure.NETWORK,
          "the log does not have " + attempt.url(),
          "a replica may lag behind; the next cycle retries; if it persists, check readUrl");
    }
    String subject = request.isCheckpoint() ? "the log does not exist: no " : "the server has no ";
    return new NonRetryableException(
        new AttestorException(
            Failure.NETWORK,
            subject + attempt.url(),
            "check baseUrl, readUrl and type of the backend"));
  }
}

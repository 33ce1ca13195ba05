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
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * Finds the address of a request and reads what comes from there, and not a byte more than honest.
 */
public final class LogReader {
  private static final int NOT_FOUND = 404;

  private final BackendCatalog backends;
  private final LogSource files;
  private final SyncMetrics metrics;
  private final Function<Origin, URI> buildLocation;
  private final Map<String, URI> checkpointPrefixes = new ConcurrentHashMap<>();
  private final BufferPool buffers = BufferPool.forFiles();

  /** Reads {@code file:} logs through {@code files}; the others come by HTTP. */
  public LogReader(BackendCatalog backends, LogSource files, SyncMetrics metrics) {
    this(
        backends,
        files,
        metrics,
        origin -> {
          throw new IllegalStateException("no shard is mirrored here");
        });
  }

  /**
   * The same with shards that are mirrored whole.
   *
   * @param buildLocation where the tiles of a shard are drawn up
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

  /** Where to go for it first, and next. */
  public FetchLocation location(@Body FetchRequest request) {
    return request.isCheckpoint() ? checkpointLocation(request) : resourceLocation(request);
  }

  /** Whether the log is a tree of files on this machine. */
  public boolean isFile(@Variable("location") FetchLocation address) {
    return address.isFile();
  }

  /** Whether the log does not have it here, but may have it elsewhere. */
  public boolean hasFallback(
      @Header("CamelHttpResponseCode") int status, @Variable("location") FetchLocation address) {
    return status == NOT_FOUND && address.fallback().isPresent();
  }

  /** The next place. */
  public FetchLocation fallback(@Variable("location") FetchLocation address) {
    return address.fallback().orElseThrow();
  }

  /** A request goes out, whatever comes of it. */
  public void countRequest(@Variable("counters") WorkCounters counters) {
    counters.countRequest();
  }

  /** Where what comes has its place until {@link #releaseBuffer}. */
  public ReusableBuffer acquireBuffer() {
    return buffers.acquire();
  }

  /** Nobody needs what came any more, and something else may come in its place. */
  public void releaseBuffer(@Variable("buffer") ReusableBuffer buffer) {
    buffers.release(buffer);
  }

  /**
   * Reads the answer of an HTTP server.
   *
   * @param contentLength how long it says that it is; absent if it is compressed or does not say so
   * @param buffer for the answer, in which nothing else is kept; without it there is one of its own
   */
  public Download read(
      @Header("CamelHttpResponseCode") int status,
      @Header("Content-Length") @Nullable Long contentLength,
      @Variable("location") FetchLocation address,
      @Variable("buffer") @Nullable ReusableBuffer buffer,
      @Body InputStream body)
      throws IOException {
    try (body) {
      if (status == NOT_FOUND) {
        throw notFound(address);
      }
      int limit = address.request().maxBytes() + 1;
      long expected = contentLength == null ? 0 : Math.max(0, Math.min(contentLength, limit));
      ReusableBuffer target = buffer == null ? new ReusableBuffer(0) : buffer;
      target.clear();
      target.append(body, (int) expected, limit);
      return verifySize(address, target.content());
    }
  }

  /** Raises why nothing came, and from where. Files on this machine do not come by waiting. */
  public void rethrow(
      @Variable("location") FetchLocation address,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException error = FailureMapper.map(thrown).withLocation(address.url());
    throw address.isFile() ? new NonRetryableException(error) : error;
  }

  /** Reads a file of a log on this machine. */
  public Download readFile(
      @Variable("location") FetchLocation address, @Variable("counters") WorkCounters counters) {
    counters.countRequest();
    int max = address.request().maxBytes();
    Optional<byte[]> content = files.read(address.prefix(), address.request().path(), max + 1);
    if (content.isPresent()) {
      return verifySize(address, ByteSlice.of(content.get()));
    }
    return readFile(address.fallback().orElseThrow(() -> notFound(address)), counters);
  }

  private Download verifySize(FetchLocation address, ByteSlice content) {
    FetchRequest request = address.request();
    request.resource().ifPresent(resource -> metrics.recordFetched(request.backend(), resource));
    if (content.length() > request.maxBytes()) {
      throw new AttestorException(
          request.resource().isPresent() ? Failure.BAD_TILE : Failure.INVALID_NOTE,
          address.url()
              + " is longer than "
              + request.maxBytes()
              + " bytes, which is the most it can be",
          "nothing was written; look at what answers under this URL");
    }
    if (request.isCheckpoint() && request.prefixOverride().isEmpty()) {
      checkpointPrefixes.put(request.backend(), address.prefix());
    }
    return new Download(request, address.url(), content);
  }

  private FetchLocation checkpointLocation(FetchRequest request) {
    Optional<FetchLocation> address = Optional.empty();
    List<URI> prefixes = prefixes(request);
    for (int i = prefixes.size() - 1; i >= 0; i--) {
      address = Optional.of(new FetchLocation(request, prefixes.get(i), address));
    }
    return address.orElseThrow();
  }

  private FetchLocation resourceLocation(FetchRequest request) {
    URI prefix = prefixes(request).get(0);
    Optional<FetchLocation> full =
        request.mayBePromoted()
            ? Optional.of(new FetchLocation(request.asFull(), prefix, Optional.empty()))
            : Optional.empty();
    return new FetchLocation(request, prefix, full);
  }

  /** All places where a log may be, first that where its checkpoint was found last. */
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

  private static AttestorException notFound(FetchLocation address) {
    if (address.request().apiRequest().isPresent()) {
      return new NonRetryableException(
          new AttestorException(
              Failure.NETWORK,
              "the server does not have " + address.url(),
              "compare baseUrl and type of the backend with what the server is"));
    }
    if (address.request().isCheckpoint()) {
      return new NonRetryableException(
          new AttestorException(
              Failure.NETWORK,
              "there is no log: " + address.url() + " does not exist",
              "compare baseUrl, readUrl and type of the backend with where the log is"));
    }
    return new AttestorException(
        Failure.NETWORK,
        "the log does not have " + address.url(),
        "a replica may lag behind, and the next cycle tries again; else check readUrl");
  }
}

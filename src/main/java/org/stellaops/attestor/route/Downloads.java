package org.stellaops.attestor.route;

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
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.mirror.LogFiles;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.Rooms;
import org.stellaops.attestor.tlog.Slice;

/**
 * Finds the address of a request and reads what comes from there, and not a byte more than honest.
 */
public final class Downloads {
  private static final int NOT_FOUND = 404;

  private final BackendCatalog backends;
  private final LogFiles files;
  private final SyncMetrics metrics;
  private final Function<Origin, URI> drafts;
  private final Map<String, URI> found = new ConcurrentHashMap<>();
  private final Rooms rooms = Rooms.ofFiles();

  /** Reads {@code file:} logs through {@code files}; the others come by HTTP. */
  public Downloads(BackendCatalog backends, LogFiles files, SyncMetrics metrics) {
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
   * @param drafts where the tiles of a shard are drawn up
   */
  public Downloads(
      BackendCatalog backends, LogFiles files, SyncMetrics metrics, Function<Origin, URI> drafts) {
    this.backends = backends;
    this.files = files;
    this.metrics = metrics;
    this.drafts = drafts;
  }

  /** Where to go for it first, and next. */
  public Address address(@Body Request request) {
    return request.isCheckpoint() ? checkpoint(request) : resource(request);
  }

  /** Whether the log is a tree of files on this machine. */
  public boolean areFiles(@Variable("address") Address address) {
    return address.isFile();
  }

  /** Whether the log does not have it here, but may have it elsewhere. */
  public boolean areElsewhere(
      @Header("CamelHttpResponseCode") int status, @Variable("address") Address address) {
    return status == NOT_FOUND && address.otherwise().isPresent();
  }

  /** The next place. */
  public Address elsewhere(@Variable("address") Address address) {
    return address.otherwise().orElseThrow();
  }

  /** A request goes out, whatever comes of it. */
  public void count(@Variable("tally") Tally tally) {
    tally.requested();
  }

  /** Where what comes has its place until {@link #giveRoomBack}. */
  public FileRoom takeRoom() {
    return rooms.take();
  }

  /** Nobody needs what came any more, and something else may come in its place. */
  public void giveRoomBack(@Variable("room") FileRoom room) {
    rooms.giveBack(room);
  }

  /**
   * Reads the answer of an HTTP server.
   *
   * @param announced how long it says that it is; absent if it is compressed or does not say so
   * @param room for the answer, in which nothing else is kept; without it there is one of its own
   */
  public Fetched read(
      @Header("CamelHttpResponseCode") int status,
      @Header("Content-Length") @Nullable Long announced,
      @Variable("address") Address address,
      @Variable("room") @Nullable FileRoom room,
      @Body InputStream body)
      throws IOException {
    try (body) {
      if (status == NOT_FOUND) {
        throw missing(address);
      }
      int most = address.request().maxBytes() + 1;
      long expected = announced == null ? 0 : Math.max(0, Math.min(announced, most));
      FileRoom target = room == null ? new FileRoom(0) : room;
      target.clear();
      target.append(body, (int) expected, most);
      return fetched(address, target.content());
    }
  }

  /** Raises why nothing came, and from where. Files on this machine do not come by waiting. */
  public void failed(
      @Variable("address") Address address,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException why = Failures.of(thrown).at(address.url());
    throw address.isFile() ? new LastingTrouble(why) : why;
  }

  /** Reads a file of a log on this machine. */
  public Fetched readFile(@Variable("address") Address address, @Variable("tally") Tally tally) {
    tally.requested();
    int max = address.request().maxBytes();
    Optional<byte[]> content = files.read(address.prefix(), address.request().path(), max + 1);
    if (content.isPresent()) {
      return fetched(address, Slice.of(content.get()));
    }
    return readFile(address.otherwise().orElseThrow(() -> missing(address)), tally);
  }

  private Fetched fetched(Address address, Slice content) {
    Request request = address.request();
    request.resource().ifPresent(resource -> metrics.fetched(request.backend(), resource));
    if (content.length() > request.maxBytes()) {
      throw new AttestorException(
          request.resource().isPresent() ? Failure.BAD_TILE : Failure.INVALID_NOTE,
          address.url()
              + " is longer than "
              + request.maxBytes()
              + " bytes, which is the most it can be",
          "nothing was written; look at what answers under this URL");
    }
    if (request.isCheckpoint() && request.place().isEmpty()) {
      found.put(request.backend(), address.prefix());
    }
    return new Fetched(request, address.url(), content);
  }

  private Address checkpoint(Request request) {
    Optional<Address> address = Optional.empty();
    List<URI> prefixes = prefixes(request);
    for (int i = prefixes.size() - 1; i >= 0; i--) {
      address = Optional.of(new Address(request, prefixes.get(i), address));
    }
    return address.orElseThrow();
  }

  private Address resource(Request request) {
    URI prefix = prefixes(request).get(0);
    Optional<Address> full =
        request.maybePromoted()
            ? Optional.of(new Address(request.full(), prefix, Optional.empty()))
            : Optional.empty();
    return new Address(request, prefix, full);
  }

  /** All places where a log may be, first that where its checkpoint was found last. */
  private List<URI> prefixes(Request request) {
    if (request.place().isPresent()) {
      return List.of(request.place().get());
    }
    String backend = request.backend();
    Backend log = backends.get(backend);
    if (log.kind() == LogKind.SHARD && request.question().isEmpty()) {
      return List.of(drafts.apply(log.origin()));
    }
    Stream<URI> configured = log.readUrls().stream();
    return Stream.concat(Stream.ofNullable(found.get(backend)), configured).distinct().toList();
  }

  private static AttestorException missing(Address address) {
    if (address.request().question().isPresent()) {
      return new LastingTrouble(
          new AttestorException(
              Failure.NETWORK,
              "the server does not have " + address.url(),
              "compare baseUrl and type of the backend with what the server is"));
    }
    if (address.request().isCheckpoint()) {
      return new LastingTrouble(
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

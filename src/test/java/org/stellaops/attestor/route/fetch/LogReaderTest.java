package org.stellaops.attestor.route.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.metrics.PrometheusText;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.TestBackends;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.ByteSlice;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

class LogReaderTest {
  private static final URI BASE = URI.create("https://log.example/");
  private static final URI REKOR = URI.create("https://log.example/api/v2/");
  private static final URI FILES = URI.create("file:///srv/log/");

  private final MetricsPage page = new MetricsPage();
  private final Map<String, byte[]> files = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final TestFetchContext context = new TestFetchContext("http");
  private final LogReader downloads =
      new LogReader(
          new BackendCatalog(
              List.of(
                  backend("http", List.of(BASE, REKOR)), backend("file", List.of(FILES, BASE)))),
          this::file,
          new SyncMetrics(page, Clock.systemUTC()),
          origin -> BASE);

  @Test
  void triesAllConfiguredPrefixesForCheckpoint() throws IOException {
    FetchAttempt attempt = request(FetchRequest.checkpoint("http"));

    assertThat(attempt.url()).hasToString("https://log.example/checkpoint");
    assertThat(downloads.read(attempt, 404, null, null, InputStream.nullInputStream())).isNull();
    assertThat(downloads.needsRequest(attempt)).isTrue();
    attempt.next();
    assertThat(attempt.url()).hasToString("https://log.example/api/v2/checkpoint");
    assertNotFound(attempt);
  }

  @Test
  void fallsBackOnlyOn404() throws IOException {
    FetchAttempt attempt = request(FetchRequest.checkpoint("http"));
    assertThat(downloads.needsRequest(attempt)).isTrue();

    assertThat(downloads.read(attempt, 200, null, null, InputStream.nullInputStream())).isNotNull();

    assertThat(downloads.needsRequest(attempt)).isFalse();
  }

  @Test
  void fetchesTilesFromCheckpointPrefix() throws IOException {
    assertThat(downloads.begin(FetchRequest.of("http", Tile.full(0, 5))).url())
        .hasToString("https://log.example/tile/0/005");

    find(REKOR);

    assertThat(downloads.begin(FetchRequest.of("http", Tile.full(0, 5))).url())
        .hasToString("https://log.example/api/v2/tile/0/005");
  }

  @Test
  void keepsOtherPrefixesAsFallback() throws IOException {
    find(BASE); // a proxy may answer with a page of its own

    assertThat(prefixes()).containsExactly(BASE, REKOR);

    find(REKOR);

    assertThat(prefixes()).containsExactly(REKOR, BASE);
  }

  @Test
  void fallsBackFromPartialToFullResource() throws IOException {
    for (Resource partial : List.of(new Tile(1, 2, 3), new EntryBundle(2, 3))) {
      FetchAttempt attempt = request(FetchRequest.of("http", partial));
      assertThat(downloads.read(attempt, 404, null, null, InputStream.nullInputStream())).isNull();
      attempt.next();
      assertThat(attempt.request().resource()).contains(partial.full());
      assertThat(attempt.url()).hasToString(BASE + partial.full().path());
      assertNotFound(attempt);
    }
    assertNotFound(request(FetchRequest.of("http", Tile.full(1, 2))));
  }

  private void assertNotFound(FetchAttempt attempt) {
    assertThatThrownBy(
            () -> downloads.read(attempt, 404, null, null, InputStream.nullInputStream()))
        .isInstanceOfSatisfying(
            AttestorException.class,
            missing -> assertThat(missing.failure()).isEqualTo(Failure.NETWORK));
  }

  static Stream<FetchRequest> requests() {
    return Stream.of(
        FetchRequest.checkpoint("http"),
        FetchRequest.of("http", Tile.full(0, 0)),
        FetchRequest.of("http", new Tile(0, 0, 7)),
        FetchRequest.of("http", EntryBundle.full(0)),
        FetchRequest.of("http", new EntryBundle(0, 1)));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void readsAtMostMaxBytesPlusOne(FetchRequest request) throws IOException {
    FetchAttempt address = downloads.begin(request);
    int max = request.maxBytes();

    assertThat(
            downloads
                .read(address, 200, null, null, new ByteArrayInputStream(new byte[max]))
                .bytes())
        .hasSize(max);

    CountingStream endless = new CountingStream();
    Failure failure = request.resource().isEmpty() ? Failure.INVALID_NOTE : Failure.BAD_TILE;
    assertThatThrownBy(() -> downloads.read(address, 200, null, null, endless))
        .isInstanceOfSatisfying(
            AttestorException.class,
            refused -> {
              assertThat(refused.failure()).isEqualTo(failure);
              assertThat(refused).hasMessageContaining(address.url().toString());
            });
    assertThat(endless.given).isEqualTo(max + 1L);
    assertThat(endless.closed).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 223, 224, 225, 226, Integer.MAX_VALUE, Long.MAX_VALUE})
  void ignoresWrongContentLength(long announced) throws IOException {
    FetchAttempt address = downloads.begin(FetchRequest.of("http", new Tile(3, 9, 7)));
    for (int length : new int[] {0, 1, 223, 224}) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) 7);
      assertThat(
              downloads
                  .read(address, 200, announced, null, new ByteArrayInputStream(bytes))
                  .bytes())
          .isEqualTo(bytes);
    }

    CountingStream endless = new CountingStream();
    assertThatThrownBy(() -> downloads.read(address, 200, announced, null, endless))
        .hasMessageContaining("is longer than the maximum of 224 bytes");
    assertThat(endless.given).isEqualTo(225);
  }

  @Test
  void releasedBufferIsUsedForTheNextResponse() throws IOException {
    FetchAttempt first = downloads.begin(FetchRequest.of("http", Tile.full(3, 9)));
    Download released =
        downloads.read(first, 200, 8192L, null, new ByteArrayInputStream(new byte[8192]));
    assertThat(first.isInBuffer(released.content())).isTrue();
    assertThat(first.isInBuffer(ByteSlice.of(released.content().copy()))).isFalse();
    first.releaseBuffer();
    first.releaseBuffer();
    byte[] last = {1, 2, 3};

    FetchAttempt second = downloads.begin(FetchRequest.of("http", Tile.full(3, 9)));
    Download fetched = downloads.read(second, 200, 3L, null, new ByteArrayInputStream(last));
    Download other =
        downloads.read(
            downloads.begin(FetchRequest.of("http", Tile.full(3, 9))),
            200,
            3L,
            null,
            new ByteArrayInputStream(new byte[3]));

    assertThat(fetched.bytes()).isEqualTo(last);
    assertThat(fetched.content().array()).isSameAs(released.content().array());
    assertThat(other.content().array()).isNotSameAs(fetched.content().array());
    assertThat(first.isInBuffer(fetched.content())).as("of a released buffer").isFalse();
  }

  @Test
  void checkpointHasABufferOfItsOwn() throws IOException {
    FetchAttempt attempt = downloads.begin(FetchRequest.checkpoint("http"));

    Download fetched =
        downloads.read(attempt, 200, 1L, null, new ByteArrayInputStream(new byte[1]));

    assertThat(attempt.isInBuffer(fetched.content())).isFalse();
  }

  @Test
  void sizeLimitsMatchFormats() {
    assertThat(FetchRequest.checkpoint("http").maxBytes()).isEqualTo(SignedNote.MAX_BYTES);
    assertThat(FetchRequest.of("http", Tile.full(3, 9)).maxBytes()).isEqualTo(8192);
    assertThat(FetchRequest.of("http", new Tile(3, 9, 7)).maxBytes()).isEqualTo(7 * 32);
    assertThat(FetchRequest.of("http", new EntryBundle(3, 9)).maxBytes())
        .isEqualTo(256 * (2 + 65_535));
  }

  @Test
  void notFoundIsTransientNetworkFailure() {
    FetchAttempt address = downloads.begin(FetchRequest.of("http", Tile.full(0, 5)));
    CountingStream page404 = new CountingStream();

    assertThatThrownBy(() -> downloads.read(address, 404, null, null, page404))
        .isInstanceOfSatisfying(
            AttestorException.class,
            missing -> {
              assertThat(missing.failure()).isEqualTo(Failure.NETWORK);
              assertThat(missing)
                  .hasMessage("the log does not have https://log.example/tile/0/005");
            });
    assertThat(page404.given).as("nobody reads what a 404 says").isZero();
    assertThat(page404.closed).isTrue();
  }

  @Test
  void countsFetchedResourcesByKind() throws IOException {
    for (Resource resource : List.of(Tile.full(0, 0), EntryBundle.full(0), new EntryBundle(1, 2))) {
      downloads.read(
          downloads.begin(FetchRequest.of("http", resource)),
          200,
          null,
          null,
          new ByteArrayInputStream("x".getBytes(StandardCharsets.US_ASCII)));
    }

    PrometheusText text = PrometheusText.parse(page.scrape());
    assertThat(text.value("attestor_rekor_sync_tiles_fetched_total{backend=\"http\"}"))
        .isEqualTo(1);
    assertThat(text.value("attestor_rekor_sync_entry_bundles_fetched_total{backend=\"http\"}"))
        .isEqualTo(2);
  }

  @Test
  void readsLogFromFiles() {
    files.put("tile/0/000.p/7", new byte[7 * 32]);
    FetchAttempt attempt = downloads.begin(FetchRequest.of("file", new Tile(0, 0, 7)));

    assertThat(downloads.isFile(attempt)).isTrue();
    assertThat(readFile(attempt).bytes()).hasSize(7 * 32);
    assertThat(context.counters().requests()).isEqualTo(1);
  }

  @Test
  void readsFullFileWhenPartialIsMissing() {
    files.put("tile/0/000", new byte[8192]);

    Download fetched = readFile(downloads.begin(FetchRequest.of("file", new Tile(0, 0, 7))));

    assertThat(fetched.request().resource()).contains(Tile.full(0, 0));
    assertThat(fetched.bytes()).hasSize(8192);
    assertThat(asked).containsExactly("tile/0/000.p/7 up to 225", "tile/0/000 up to 8193");
    assertThat(context.counters().requests()).isEqualTo(2);
  }

  @Test
  void rejectsMissingOrOversizedFile() {
    FetchRequest request = FetchRequest.of("file", new Tile(0, 0, 7));
    assertThatThrownBy(() -> readFile(downloads.begin(request)))
        .hasMessage("the log does not have file:///srv/log/tile/0/000");

    files.put("tile/0/000.p/7", new byte[8192]);
    assertThatThrownBy(() -> readFile(downloads.begin(request)))
        .hasMessageContaining("is longer than the maximum of 224 bytes");
  }

  private Download readFile(FetchAttempt attempt) {
    return downloads.readFile(attempt, context);
  }

  /** An attempt whose first location was requested. */
  private FetchAttempt request(FetchRequest request) {
    FetchAttempt attempt = downloads.begin(request);
    attempt.next();
    return attempt;
  }

  /** The prefixes of the checkpoint in the order in which they are requested. */
  private List<URI> prefixes() {
    FetchAttempt attempt = request(FetchRequest.checkpoint("http"));
    List<URI> prefixes = new ArrayList<>(List.of(attempt.prefix()));
    while (attempt.hasFallback()) {
      attempt.next();
      prefixes.add(attempt.prefix());
    }
    return prefixes;
  }

  private void find(URI prefix) throws IOException {
    FetchAttempt attempt = request(FetchRequest.checkpoint("http"));
    while (!attempt.prefix().equals(prefix)) {
      attempt.next();
    }
    downloads.read(attempt, 200, null, null, new ByteArrayInputStream(new byte[1]));
  }

  private Optional<byte[]> file(URI prefix, String path, int max) {
    asked.add(path + " up to " + max);
    return Optional.ofNullable(files.get(path))
        .map(bytes -> Arrays.copyOf(bytes, Math.min(max, bytes.length)));
  }

  private static Backend backend(String id, List<URI> prefixes) {
    return TestBackends.of(
        LogKind.TILES, id, FakeLog.named(id + ".example").identity(), prefixes, true);
  }

  /** Gives zeros for ever, and says how many were taken. */
  private static final class CountingStream extends InputStream {
    private long given;
    private boolean closed;

    @Override
    public int read() {
      given++;
      return 0;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      given += length;
      return length;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}

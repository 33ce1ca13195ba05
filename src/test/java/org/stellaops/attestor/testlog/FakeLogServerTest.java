package org.stellaops.attestor.testlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.testlog.RequestLog.Request;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Tile;

class FakeLogServerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeLog log = FakeLog.named("served.example").grow(300);
  private final FakeLogServer server =
      FakeLogServer.start(log, 0, Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void filesHaveSpecifiedContentTypes() throws Exception {
    HttpResponse<byte[]> checkpoint = get("checkpoint");
    HttpResponse<byte[]> bundle = get("tile/entries/001.p/44");

    assertThat(checkpoint.statusCode()).isEqualTo(200);
    assertThat(checkpoint.body()).isEqualTo(log.checkpoint());
    assertThat(checkpoint.headers().firstValue("Content-Type"))
        .hasValue("text/plain; charset=utf-8");
    assertThat(bundle.body()).isEqualTo(log.entryBundle(new EntryBundle(1, 44)));
    assertThat(bundle.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    assertThat(bundle.headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void servesGrowthImmediately() throws Exception {
    log.grow(1);

    assertThat(get("checkpoint").body()).isEqualTo(log.checkpoint());
    assertThat(get("tile/0/001.p/45").body()).isEqualTo(log.tile(new Tile(0, 1, 45)));
  }

  @Test
  void missingResourceIsNotFound() throws Exception {
    assertThat(get("tile/0/002").statusCode()).isEqualTo(404);
    assertThat(get("").statusCode()).isEqualTo(404);
    assertThat(get("tile/0/001.p/43").statusCode()).isEqualTo(404);
  }

  @Test
  void postIsNotAllowed() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(server.url().resolve("checkpoint"))
            .POST(BodyPublishers.ofString("mine"))
            .build();

    assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void recordsTimePathAndUserAgentOfRequests() throws Exception {
    get("checkpoint");
    get("tile/0/000");
    get("checkpoint");

    assertThat(server.requests().count()).isEqualTo(3);
    assertThat(server.requests().count("checkpoint")).isEqualTo(2);
    assertThat(server.requests().all())
        .containsExactly(
            new Request(NOW, "checkpoint", "test/1"),
            new Request(NOW, "tile/0/000", "test/1"),
            new Request(NOW, "checkpoint", "test/1"));
    server.requests().clear();
    assertThat(server.requests().count()).isZero();
  }

  @Test
  void servesAnotherLogAtSameAddress() throws Exception {
    FakeLog fork = log.fork(200).grow(100);
    server.serve(fork);

    assertThat(get("checkpoint").body()).isEqualTo(fork.checkpoint());
  }

  @Test
  void busyServerRecoversAfterGivenNumberOfResponses() throws Exception {
    server.injectFault("checkpoint", 2, FaultInjection.status(429, Map.of("Retry-After", "7")));

    HttpResponse<byte[]> busy = get("checkpoint");
    assertThat(busy.statusCode()).isEqualTo(429);
    assertThat(busy.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(get("tile/0/000").statusCode()).isEqualTo(200);
    assertThat(get("checkpoint").statusCode()).isEqualTo(429);
    assertThat(get("checkpoint").statusCode()).isEqualTo(200);
  }

  @Test
  void faultsAreInjectedInOrder() throws Exception {
    String date = "Mon, 23 Nov 2026 12:00:05 GMT";
    server
        .injectFault("checkpoint", 1, FaultInjection.status(503, Map.of("Retry-After", date)))
        .injectFault(FakeLogServer.ALL_PATHS, 1, FaultInjection.status(500, Map.of()));

    assertThat(get("checkpoint").headers().firstValue("Retry-After")).hasValue(date);
    assertThat(get("checkpoint").statusCode()).isEqualTo(500);
    assertThat(get("checkpoint").statusCode()).isEqualTo(200);
  }

  @Test
  void permanentFaultLastsUntilCleared() throws Exception {
    server.injectFault("checkpoint", FakeLogServer.ALWAYS, FaultInjection.status(503, Map.of()));

    for (int i = 0; i < 5; i++) {
      assertThat(get("checkpoint").statusCode()).isEqualTo(503);
    }
    server.clearFaults();
    assertThat(get("checkpoint").statusCode()).isEqualTo(200);
  }

  @Test
  void connectionClosesWithinBody() {
    server.injectFault("tile/0/000", 1, FaultInjection.truncatedBody());

    assertThatThrownBy(() -> get("tile/0/000")).isInstanceOf(IOException.class);
  }

  @Test
  void announcedLengthExceedsBody() {
    server.injectFault("tile/0/000", 1, FaultInjection.wrongLength(1));

    assertThatThrownBy(() -> get("tile/0/000")).isInstanceOf(IOException.class);
  }

  @Test
  void gzipsEntryBundlesUnconditionally() throws Exception {
    server.gzipResponses(FakeLogServer.ENTRY_BUNDLES);

    HttpResponse<byte[]> bundle = get("tile/entries/000");
    assertThat(bundle.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(unzip(bundle.body())).isEqualTo(log.entryBundle(EntryBundle.full(0)));
    assertThat(get("tile/0/000").headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(get("checkpoint").headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void gzipsTilesUnconditionally() throws Exception {
    server.gzipResponses(FakeLogServer.TILES);

    assertThat(unzip(get("tile/0/000").body())).isEqualTo(log.tile(Tile.full(0, 0)));
    assertThat(get("tile/entries/000").headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void gzipsAllPathsUnconditionally() throws Exception {
    server.gzipResponses(FakeLogServer.ALL_PATHS);

    assertThat(unzip(get("checkpoint").body())).isEqualTo(log.checkpoint());
  }

  @Test
  void compressionBombExpandsToLargeBody() throws Exception {
    server.injectFault(FakeLogServer.ENTRY_BUNDLES, 1, FaultInjection.compressionBomb(32));

    byte[] bomb = get("tile/entries/000").body();
    assertThat(bomb).hasSizeLessThan(1 << 16);
    assertThat(unzip(bomb)).hasSize(32 << 20);
  }

  @Test
  void concurrentReadersGetCorrectContent() {
    byte[] content = log.entryBundle(EntryBundle.full(0));

    assertThat(
            IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> client.sendAsync(request("tile/entries/000"), bytes()))
                .toList())
        .allSatisfy(response -> assertThat(response.join().body()).isEqualTo(content));
  }

  @Test
  void portIsReusableAfterClose() throws Exception {
    int port = server.url().getPort();
    server.close();

    try (FakeLogServer next = FakeLogServer.start(log.grow(1), port, Clock.systemUTC())) {
      assertThat(next.url()).isEqualTo(server.url());
      assertThat(get("checkpoint").body()).isEqualTo(log.checkpoint());
    }
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return client.send(request(path), bytes());
  }

  private HttpRequest request(String path) {
    URI address = server.url().resolve(path);
    return HttpRequest.newBuilder(address).header("User-Agent", "test/1").build();
  }

  private static HttpResponse.BodyHandler<byte[]> bytes() {
    return BodyHandlers.ofByteArray();
  }

  private static byte[] unzip(byte[] compressed) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes();
  }
}

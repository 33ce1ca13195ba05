package org.stellaops.attestor.fakelog;

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
import org.stellaops.attestor.fakelog.RequestLog.Request;
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
  void filesHaveTheContentTypesOfTheSpecification() throws Exception {
    HttpResponse<byte[]> checkpoint = get("checkpoint");
    HttpResponse<byte[]> bundle = get("tile/entries/001.p/44");

    assertThat(checkpoint.statusCode()).isEqualTo(200);
    assertThat(checkpoint.body()).isEqualTo(log.checkpoint());
    assertThat(checkpoint.headers().firstValue("Content-Type"))
        .hasValue("text/plain; charset=utf-8");
    assertThat(bundle.body()).isEqualTo(log.bundle(new EntryBundle(1, 44)));
    assertThat(bundle.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    assertThat(bundle.headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void growthIsSeenAtOnce() throws Exception {
    log.grow(1);

    assertThat(get("checkpoint").body()).isEqualTo(log.checkpoint());
    assertThat(get("tile/0/001.p/45").body()).isEqualTo(log.tile(new Tile(0, 1, 45)));
  }

  @Test
  void whatTheLogDoesNotHaveIs404() throws Exception {
    assertThat(get("tile/0/002").statusCode()).isEqualTo(404);
    assertThat(get("").statusCode()).isEqualTo(404);
    assertThat(get("tile/0/001.p/43").statusCode()).isEqualTo(404);
  }

  @Test
  void writingIsNotAllowed() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(server.url().resolve("checkpoint"))
            .POST(BodyPublishers.ofString("mine"))
            .build();

    assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void requestsAreRememberedWithTimePathAndUserAgent() throws Exception {
    get("checkpoint");
    get("tile/0/000");
    get("checkpoint");

    assertThat(server.requests().total()).isEqualTo(3);
    assertThat(server.requests().total("checkpoint")).isEqualTo(2);
    assertThat(server.requests().all())
        .containsExactly(
            new Request(NOW, "checkpoint", "test/1"),
            new Request(NOW, "tile/0/000", "test/1"),
            new Request(NOW, "checkpoint", "test/1"));
    server.requests().forget();
    assertThat(server.requests().total()).isZero();
  }

  @Test
  void anotherLogIsServedAtTheSameAddress() throws Exception {
    FakeLog fork = log.fork(200).grow(100);
    server.serve(fork);

    assertThat(get("checkpoint").body()).isEqualTo(fork.checkpoint());
  }

  @Test
  void busyServerRecoversAfterTheGivenNumberOfAnswers() throws Exception {
    server.trouble("checkpoint", 2, Trouble.status(429, Map.of("Retry-After", "7")));

    HttpResponse<byte[]> busy = get("checkpoint");
    assertThat(busy.statusCode()).isEqualTo(429);
    assertThat(busy.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(get("tile/0/000").statusCode()).isEqualTo(200);
    assertThat(get("checkpoint").statusCode()).isEqualTo(429);
    assertThat(get("checkpoint").statusCode()).isEqualTo(200);
  }

  @Test
  void plansOfTroubleComeOneAfterTheOther() throws Exception {
    String date = "Mon, 23 Nov 2026 12:00:05 GMT";
    server
        .trouble("checkpoint", 1, Trouble.status(503, Map.of("Retry-After", date)))
        .trouble(FakeLogServer.EVERYTHING, 1, Trouble.status(500, Map.of()));

    assertThat(get("checkpoint").headers().firstValue("Retry-After")).hasValue(date);
    assertThat(get("checkpoint").statusCode()).isEqualTo(500);
    assertThat(get("checkpoint").statusCode()).isEqualTo(200);
  }

  @Test
  void lastingTroubleEndsOnlyWhenItIsTakenBack() throws Exception {
    server.trouble("checkpoint", FakeLogServer.ALWAYS, Trouble.status(503, Map.of()));

    for (int i = 0; i < 5; i++) {
      assertThat(get("checkpoint").statusCode()).isEqualTo(503);
    }
    server.noTrouble();
    assertThat(get("checkpoint").statusCode()).isEqualTo(200);
  }

  @Test
  void connectionEndsWithinTheBody() {
    server.trouble("tile/0/000", 1, Trouble.cutOff());

    assertThatThrownBy(() -> get("tile/0/000")).isInstanceOf(IOException.class);
  }

  @Test
  void announcedLengthIsMoreThanWhatComes() {
    server.trouble("tile/0/000", 1, Trouble.wrongLength(1));

    assertThatThrownBy(() -> get("tile/0/000")).isInstanceOf(IOException.class);
  }

  @Test
  void bundlesAreCompressedUnasked() throws Exception {
    server.gzip(FakeLogServer.BUNDLES);

    HttpResponse<byte[]> bundle = get("tile/entries/000");
    assertThat(bundle.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(unzip(bundle.body())).isEqualTo(log.bundle(EntryBundle.full(0)));
    assertThat(get("tile/0/000").headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(get("checkpoint").headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void tilesAreCompressedUnasked() throws Exception {
    server.gzip(FakeLogServer.TILES);

    assertThat(unzip(get("tile/0/000").body())).isEqualTo(log.tile(Tile.full(0, 0)));
    assertThat(get("tile/entries/000").headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void everythingIsCompressedUnasked() throws Exception {
    server.gzip(FakeLogServer.EVERYTHING);

    assertThat(unzip(get("checkpoint").body())).isEqualTo(log.checkpoint());
  }

  @Test
  void gzipBombIsSmallOnTheWayAndLargeAfterwards() throws Exception {
    server.trouble(FakeLogServer.BUNDLES, 1, Trouble.gzipBomb(32));

    byte[] bomb = get("tile/entries/000").body();
    assertThat(bomb).hasSizeLessThan(1 << 16);
    assertThat(unzip(bomb)).hasSize(32 << 20);
  }

  @Test
  void manyReadersAtOnceAllGetTheTruth() {
    byte[] truth = log.bundle(EntryBundle.full(0));

    assertThat(
            IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> client.sendAsync(request("tile/entries/000"), bytes()))
                .toList())
        .allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo(truth));
  }

  @Test
  void portIsFreeAgainAfterTheServerIsClosed() throws Exception {
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

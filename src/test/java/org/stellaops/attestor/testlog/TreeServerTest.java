package org.stellaops.attestor.testlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.tlog.EntryBundle;

class TreeServerTest {
  private final FakeLog log = FakeLog.named("tree.example").withEntries(new RandomEntries(1000));

  @TempDir private Path temp;
  private TreeServer server;

  @BeforeEach
  void serve() throws IOException {
    log.grow(300).write(temp.resolve("tree"));
    Files.writeString(temp.resolve("secret"), "not below the tree");
    Files.writeString(temp.resolve("tree/empty"), "");
    server = TreeServer.start(temp.resolve("tree"), 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void servesFilesUnchanged() throws Exception {
    HttpResponse<byte[]> checkpoint = get("checkpoint");

    assertThat(checkpoint.body()).isEqualTo(log.checkpoint());
    assertThat(checkpoint.headers().firstValue("Content-Type"))
        .hasValue("text/plain; charset=utf-8");
    assertThat(get("tile/entries/000").body())
        .hasSize(256 * 1002)
        .isEqualTo(log.entryBundle(EntryBundle.full(0)));
    assertThat(get("empty").body()).isEmpty();
    assertThat(server.requests().count()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "tile", "tile/", "tile/0/999", "checkpoint/x", "%00", "%2e%2e/secret"})
  void nonFilePathIsNotFound(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/../secret", "//etc/passwd", "/tile/../../secret"})
  void servesNothingOutsideDirectory(String path) throws IOException {
    assertThat(rawStatusLine(path)).isEqualTo("HTTP/1.1 404 Not Found");
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    URI address = URI.create(server.url() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
  }

  /** Asks without a client that would tidy up the path. */
  private String rawStatusLine(String path) throws IOException {
    try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.US_ASCII).split("\r\n", 2)[0];
    }
  }
}

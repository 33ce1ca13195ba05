package org.stellaops.attestor.fakelog;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.stellaops.attestor.fakelog.RequestLog.Request;

/**
 * Serves a directory over HTTP on the loopback address as it is, fast: each file below it has its
 * path as its address. For trees that {@link FakeLogFiles} has written.
 */
public final class TreeServer implements AutoCloseable {
  private static final ThreadLocal<ByteBuffer> BUFFER =
      ThreadLocal.withInitial(() -> ByteBuffer.allocate(1 << 16));

  private final Path root;
  private final Clock clock = Clock.systemUTC();
  private final RequestLog requests = new RequestLog();
  private final LoopbackServer server;

  private TreeServer(Path root, int port) {
    this.root = root.toAbsolutePath().normalize();
    this.server = LoopbackServer.start(port, this::handle);
  }

  /**
   * Serves what is below a directory.
   *
   * @param port 0 for any that is free
   */
  public static TreeServer start(Path root, int port) {
    return new TreeServer(root, port);
  }

  /** The prefix of all paths, with a slash at its end. */
  public URI url() {
    return server.url();
  }

  /** What was asked. */
  public RequestLog requests() {
    return requests;
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = LoopbackServer.path(exchange);
    String agent = exchange.getRequestHeaders().getFirst("User-Agent");
    requests.add(new Request(clock.instant(), path, Objects.requireNonNullElse(agent, "")));
    Path file = root.resolve(path).normalize();
    if (!file.startsWith(root) || !Files.isRegularFile(file)) {
      LoopbackServer.send(exchange, Answer.of(404, Map.of(), new byte[0]));
      return;
    }
    try (exchange;
        FileChannel content = FileChannel.open(file)) {
      boolean text = file.endsWith(TreeFiles.CHECKPOINT);
      exchange
          .getResponseHeaders()
          .set("Content-Type", text ? LoopbackServer.TEXT : LoopbackServer.BYTES);
      exchange.sendResponseHeaders(200, content.size() == 0 ? -1 : content.size());
      copy(content, exchange.getResponseBody());
    }
  }

  /** In large pieces: each one is a packet of its own on the way. */
  private static void copy(FileChannel content, OutputStream body) throws IOException {
    ByteBuffer piece = BUFFER.get().clear();
    while (content.read(piece) > 0) {
      body.write(piece.array(), 0, piece.position());
      piece.clear();
    }
  }
}

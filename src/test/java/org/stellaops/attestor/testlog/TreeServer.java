package org.stellaops.attestor.testlog;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.stellaops.attestor.testlog.RequestLog.Request;

/**
 * Serves a directory over HTTP on the loopback address as it is, fast: each file below it has its
 * path as its address. For trees that {@link FakeLogFiles} has written.
 *
 * <p>The system sends the files ({@code sendfile}), so that next to nothing of the processors is
 * taken from whoever is measured on the same machine, as nothing is by a log that is elsewhere.
 */
public final class TreeServer implements AutoCloseable {
  private final Path root;
  private final Clock clock = Clock.systemUTC();
  private final RequestLog requests = new RequestLog();
  private final Vertx vertx = Vertx.vertx(vertxOptions());
  private final HttpServer server;

  private TreeServer(Path root, int port) {
    this.root = root.toAbsolutePath().normalize();
    this.server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost(LoopbackServer.HOST).setPort(port))
            .requestHandler(this::handle)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
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
    return LoopbackServer.url(server.actualPort());
  }

  /** What was asked. */
  public RequestLog requests() {
    return requests;
  }

  /** Ends all connections and frees the port. */
  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void handle(HttpServerRequest request) {
    String path = Objects.requireNonNullElse(request.path(), "/").substring(1);
    String agent = request.getHeader("User-Agent");
    requests.add(new Request(clock.instant(), path, Objects.requireNonNullElse(agent, "")));
    HttpServerResponse response = request.response();
    if (!request.method().equals(HttpMethod.GET)) {
      response.setStatusCode(405).putHeader("Allow", "GET").end();
      return;
    }
    Optional<Path> file = file(path);
    if (file.isEmpty()) {
      response.setStatusCode(404).end();
      return;
    }
    boolean text = file.get().endsWith(TreeFiles.CHECKPOINT);
    response
        .putHeader("Content-Type", text ? LoopbackServer.TEXT : LoopbackServer.BYTES)
        .sendFile(file.get().toString())
        .onFailure(failure -> request.connection().close());
  }

  /** Only one that is below the directory. */
  private Optional<Path> file(String path) {
    try {
      return Optional.of(root.resolve(path).normalize())
          .filter(file -> file.startsWith(root) && Files.isRegularFile(file));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }
}

package org.stellaops.attestor.scenario.sync;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.stellaops.attestor.failure.Failure;

/** A server on the loopback address that never comes to an end with an answer. */
final class UnresponsiveServer implements AutoCloseable {
  /** In which way it does not. */
  enum Behavior {
    /** It takes the connection and says nothing. */
    SILENT(Failure.NETWORK, "", new byte[0]),
    /** It sends a byte now and then, so that no single read takes long. */
    TRICKLING(Failure.NETWORK, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", new byte[1]),
    /** It sends without end, as fast as it can. */
    ENDLESS(
        Failure.INVALID_NOTE,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        ("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(StandardCharsets.US_ASCII));

    private final Failure failure;
    private final String head;
    private final byte[] chunk;

    Behavior(Failure failure, String head, byte[] chunk) {
      this.failure = failure;
      this.head = head;
      this.chunk = chunk;
    }

    /** What a reader should make of it. */
    Failure failure() {
      return failure;
    }
  }

  private static final long PAUSE_MILLIS = 100;

  private final ServerSocket socket;
  private final Behavior behavior;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);

  private UnresponsiveServer(ServerSocket socket, Behavior behavior) {
    this.socket = socket;
    this.behavior = behavior;
  }

  static UnresponsiveServer start(Behavior behavior) {
    try {
      UnresponsiveServer server =
          new UnresponsiveServer(
              new ServerSocket(0, 8, InetAddress.getLoopbackAddress()), behavior);
      server.threads.execute(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        threads.execute(() -> respond(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void respond(Socket connection) {
    try (connection;
        OutputStream out = connection.getOutputStream()) {
      out.write(behavior.head.getBytes(StandardCharsets.US_ASCII));
      while (!isClosedAfterPause()) {
        out.write(behavior.chunk);
        out.flush();
      }
    } catch (IOException e) {
      // the reader has had enough
    }
  }

  private boolean isClosedAfterPause() {
    try {
      return closed.await(behavior == Behavior.ENDLESS ? 0 : PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    threads.shutdownNow();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

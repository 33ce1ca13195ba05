package org.stellaops.attestor.testlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** A server that sends the first bytes of a response and then resets the connection. */
public final class ResettingServer implements AutoCloseable {
  private static final byte[] RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegin".getBytes(US_ASCII);

  private final ServerSocket socket;

  private ResettingServer(ServerSocket socket) {
    this.socket = socket;
  }

  /** Listens on a free port of the loopback address. */
  public static ResettingServer start() throws IOException {
    ResettingServer server =
        new ResettingServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(server::serve, "resetting-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** The address that it listens on. */
  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** The URL of a log at this server. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        connection.getOutputStream().write(RESPONSE);
        connection.setSoLinger(true, 0); // close() sends RST
      } catch (IOException e) {
        // the client has closed the connection, or this server is closed
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

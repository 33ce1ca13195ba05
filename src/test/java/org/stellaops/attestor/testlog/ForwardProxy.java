package org.stellaops.attestor.testlog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A forward proxy on the loopback address that finds every host there, whatever its name. It looks
 * at the first request of each connection only, and passes on what follows.
 */
public final class ForwardProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final Optional<String> credentials;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "forward-proxy");
        thread.setDaemon(true);
        return thread;
      });

  private ForwardProxy(ServerSocket socket, Optional<String> credentials) {
    this.socket = socket;
    this.credentials = credentials;
  }

  /**
   * Listens on a free port.
   *
   * @param credentials {@code user:password} that it demands; empty for none
   */
  public static ForwardProxy start(Optional<String> credentials) {
    try {
      ForwardProxy proxy =
          new ForwardProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), credentials);
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL of the proxy, without a slash at its end. */
  public String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** The first request of each connection, as {@code GET URL} or {@code CONNECT HOST:PORT}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = readHead(client.getInputStream());
      OutputStream toClient = client.getOutputStream();
      if (credentials.isPresent() && !head.contains("\r\n" + authorization(credentials.get()))) {
        toClient.write(
            ascii(
                "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                    + "Connection: close\r\nContent-Length: 0\r\n\r\n"));
        return;
      }
      String[] line = head.lines().findFirst().orElse("").split(" ");
      requests.add(line[0] + " " + line[1]);
      boolean isTunnel = line[0].equals("CONNECT");
      URI target = URI.create(isTunnel ? "tunnel://" + line[1] : line[1]);
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
        if (isTunnel) {
          toClient.write(ascii("HTTP/1.1 200 Connected\r\n\r\n"));
        } else {
          server.getOutputStream().write(ascii(head));
        }
        threads.execute(() -> copy(client, server));
        copy(server, client);
      }
    } catch (IOException e) {
      // either side is gone
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // either side is gone
    }
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static String authorization(String credentials) {
    return "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(ascii(credentials));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

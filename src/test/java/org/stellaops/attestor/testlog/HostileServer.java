package org.stellaops.attestor.testlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on the loopback address that answers each connection with the next one of some {@link
 * HostileResponse hostile responses}, and measures how long clients bear it.
 */
public final class HostileServer implements AutoCloseable {
  private final List<HostileResponse> responses;
  private final String scheme;
  private final ServerSocket socket;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<String, Duration> longest = new ConcurrentHashMap<>();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "hostile-server");
        thread.setDaemon(true);
        return thread;
      });

  private HostileServer(String scheme, List<HostileResponse> responses, ServerSocket socket) {
    this.scheme = scheme;
    this.responses = List.copyOf(responses);
    this.socket = socket;
  }

  /**
   * Listens on a free port.
   *
   * @param scheme of its URL, {@code http} or {@code https}
   */
  public static HostileServer start(String scheme, List<HostileResponse> responses) {
    try {
      ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      HostileServer server = new HostileServer(scheme, responses, socket);
      server.threads.execute(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL of a log at this server. */
  public URI url() {
    return URI.create(scheme + "://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  /** The longest connection with each kind of response, by its name; only those that have ended. */
  public Map<String, Duration> longest() {
    return Map.copyOf(longest);
  }

  /** The names of the responses that were sent, or are being sent. */
  public Set<String> sent() {
    return Set.copyOf(sent);
  }

  /** How often each response was sent at least. */
  public int rounds() {
    return longest.size() < responses.size() ? 0 : next.get() / responses.size();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        HostileResponse response = responses.get(next.getAndIncrement() % responses.size());
        threads.execute(() -> respond(client, response));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void respond(Socket client, HostileResponse response) {
    long start = System.nanoTime();
    try (client) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      if (in.read(new byte[65_536]) > 0) {
        sent.add(response.name());
        out.write(response.head());
        client.setSoTimeout(Math.max(1, response.pauseMillis()));
        while (!response.isFinished() && (response.pauseMillis() == 0 || isOpenAfterPause(in))) {
          out.write(response.repeated());
        }
      }
    } catch (IOException e) {
      // the client has had enough
    }
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    longest.merge(response.name(), taken, (a, b) -> a.compareTo(b) > 0 ? a : b);
  }

  private static boolean isOpenAfterPause(InputStream in) throws IOException {
    try {
      return in.read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    }
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

package org.stellaops.attestor.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.stellaops.attestor.app.beans.ObjectGraph;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.route.sync.TileBudget;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/**
 * The daemon with a configuration file, as {@code run} starts it, following the critical log {@code
 * one} and the other log {@code two}, which nobody serves. It polls nothing by itself in the time
 * that a test takes.
 */
public final class DaemonFixture implements AutoCloseable {
  final Path file;
  final int port;
  final FakeLog log = FakeLog.named("one.example/log").grow(300);
  public final AttestorRuntime runtime;
  private final String database = TestStore.connectionString();
  private final FakeLogServer server = FakeLogServer.start(log);
  private final PostgresStore store;
  private final SettingsLoader loader;

  /** Starts it with more lines below {@code attestor:}. */
  public DaemonFixture(Path directory, String more) throws IOException {
    port = freePort();
    file = directory.resolve("attestor.yaml");
    loader = new SettingsLoader(directory, directory);
    write("5m", more);
    Settings settings = loader.load(file);
    store = PostgresStore.openPooled(settings, "run");
    try {
      ObjectGraph graph =
          new ObjectGraph(
              settings,
              store,
              TileBudget.UNLIMITED,
              Duration.ZERO,
              SyncListener.NONE,
              BundleListener.NONE,
              Clock.systemUTC());
      runtime = AttestorRuntime.start(graph, RunMode.DAEMON, "test");
    } catch (RuntimeException e) {
      store.close();
      server.close();
      throw e;
    }
    runtime.watch(file, loader);
  }

  /** Writes the configuration file, with this interval. */
  void write(String syncInterval, String more) throws IOException {
    Files.writeString(
        file,
        """
        attestor:
          watchInterval: 24h
          checkpointStore:
            connectionString: "%s"
          monitoring:
            port: %d
            hostNames: mirror01.example.org, mirror01
          rekorSync:
            initialDelay: 1h
            retries: 0
            syncInterval: %s
            backends:
              - id: one
                origin: one.example/log
                baseUrl: %s
                publicKey: %s
              - id: two
                origin: two.example/log
                baseUrl: http://127.0.0.1:9/
                publicKey: %s
                critical: false
        %s
        """
            .formatted(
                database,
                port,
                syncInterval,
                server.url(),
                log.identity().key(),
                FakeLog.named("two.example/log").identity().key(),
                more));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    runtime.close();
    store.close();
    server.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.ForwardProxy;

/** A log whose name only a forward proxy can resolve. */
class ForwardProxyTest {
  private static final String HOST = "log.corp.invalid";

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("proxy.example/log").grow(300);
  private final FakeLogServer server = FakeLogServer.start(log);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void mirrorsALogThroughAProxy() {
    try (ForwardProxy proxy = ForwardProxy.start(Optional.empty());
        MirrorUnderTest mirror = follow("http", server.url().getPort(), proxy).start()) {
      assertGood(mirror.sync());

      assertThat(mirror.files())
          .containsExactlyInAnyOrderEntriesOf(
              MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
      assertThat(proxy.requests())
          .contains("GET http://" + HOST + ":" + server.url().getPort() + "/checkpoint");
    }
  }

  @Test
  void mirrorsALogOverTlsThroughATunnel() throws Exception {
    try (TlsProxy tls = TlsProxy.inFrontOf(server.url(), directory);
        ForwardProxy proxy = ForwardProxy.start(Optional.empty());
        MirrorUnderTest mirror =
            follow("https", tls.port(), proxy)
                .sync("caFile", tls.certificate().toString())
                .start()) {
      assertGood(mirror.sync());

      assertThat(proxy.requests()).isNotEmpty().containsOnly("CONNECT " + HOST + ":" + tls.port());
    }
  }

  @Test
  void comparesWithAPeerThroughTheProxy() throws Exception {
    try (FakeLogServer peer = FakeLogServer.start(log);
        TlsProxy tls = TlsProxy.inFrontOf(peer.url(), directory);
        ForwardProxy proxy = ForwardProxy.start(Optional.empty());
        MirrorUnderTest mirror =
            follow("http", server.url().getPort(), proxy)
                .backend("compareUrl", "https://" + HOST + ":" + tls.port() + "/")
                .sync("caFile", tls.certificate().toString())
                .start()) {
      assertGood(mirror.sync());

      assertThat(peer.requests().count()).isPositive();
      assertThat(proxy.requests()).contains("CONNECT " + HOST + ":" + tls.port());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void sendsTheCredentialsOfTheFileToTheProxy(String scheme) throws Exception {
    Path file = Files.writeString(directory.resolve("credentials"), "stella:s:cret\n");
    try (TlsProxy tls = TlsProxy.inFrontOf(server.url(), directory);
        ForwardProxy proxy = ForwardProxy.start(Optional.of("stella:s:cret"));
        MirrorUnderTest mirror =
            follow(scheme, scheme.equals("http") ? server.url().getPort() : tls.port(), proxy)
                .sync("caFile", tls.certificate().toString())
                .sync("proxyCredentialsFile", file.toString())
                .start()) {
      assertGood(mirror.sync());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void namesTheKeyForMissingCredentials(String scheme) {
    try (ForwardProxy proxy = ForwardProxy.start(Optional.of("stella:secret"));
        MirrorUnderTest mirror = follow(scheme, server.url().getPort(), proxy).start()) {
      CycleReport report = mirror.sync();

      assertFailed(report, Failure.NETWORK);
      assertThat(report.message()).contains("407");
      assertThat(report.hint()).contains("attestor.rekorSync.proxyCredentialsFile");
    }
  }

  @Test
  void reachesAnExceptionWithoutTheProxy() {
    try (ForwardProxy proxy = ForwardProxy.start(Optional.empty());
        MirrorUnderTest mirror =
            follow("http", server.url().getPort(), proxy)
                .sync("noProxy", ".corp.invalid")
                .start()) {
      CycleReport report = mirror.sync();

      assertFailed(report, Failure.NETWORK);
      assertThat(report.message()).contains("no such host");
      assertThat(report.hint()).contains("attestor.rekorSync.proxy");
      assertThat(proxy.requests()).isEmpty();
    }
  }

  private TestConfiguration follow(String scheme, int port, ForwardProxy proxy) {
    URI url = URI.create(scheme + "://" + HOST + ":" + port + "/");
    return MirrorUnderTest.of(directory.resolve("mirror"), log, url)
        .backend("type", "tlog-tiles")
        .sync("proxy", proxy.url());
  }
}

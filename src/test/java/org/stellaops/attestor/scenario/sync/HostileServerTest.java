package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.HostileResponse;
import org.stellaops.attestor.testlog.HostileServer;

/** Whatever a server sends, and however slowly: its cycle ends in time, and other logs go on. */
class HostileServerTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final List<HostileResponse> PLAIN = HostileResponse.plain();
  private static final List<HostileResponse> LAST = HostileResponse.lastOnes();
  private static final List<HostileResponse> TLS = HostileResponse.tls();

  @TempDir private static Path directory;
  private static FakeLogServer good;
  private static HostileServer plain;
  private static HostileServer last;
  private static HostileServer tls;
  private static MirrorUnderTest mirror;

  @BeforeAll
  static void start() {
    FakeLog log = FakeLog.named("good.example/log").grow(300);
    good = FakeLogServer.start(log);
    plain = HostileServer.start("http", PLAIN);
    last = HostileServer.start("http", LAST);
    tls = HostileServer.start("https", TLS);
    mirror =
        MirrorUnderTest.in(directory)
            .follow("good", log, good.url())
            .backend("type", "tlog-tiles")
            .follow("plain", FakeLog.named("plain.example/log"), plain.url())
            .backend("type", "tlog-tiles")
            .follow("last", FakeLog.named("last.example/log"), last.url())
            .backend("type", "tlog-tiles")
            .follow("tls", FakeLog.named("tls.example/log"), tls.url())
            .backend("type", "tlog-tiles")
            .sync("requestTimeout", TIMEOUT.toMillis() + "ms")
            .start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    assertThat(plain.sent()).containsAll(names(PLAIN));
    assertThat(tls.sent()).containsAll(names(TLS));
    plain.close();
    last.close();
    tls.close();
    good.close();
  }

  /** In the order in which the servers send them. */
  static Stream<HostileResponse> responses() {
    return Stream.of(PLAIN, LAST, TLS).flatMap(List::stream);
  }

  private static List<String> names(List<HostileResponse> responses) {
    return responses.stream().map(HostileResponse::name).toList();
  }

  private static String backend(HostileResponse response) {
    return TLS.contains(response) ? "tls" : LAST.contains(response) ? "last" : "plain";
  }

  @ParameterizedTest
  @MethodSource("responses")
  void aHostileResponseEndsInTimeAndOtherLogsGoOn(HostileResponse response) {
    CycleReport report = mirror.sync(backend(response));

    assertThat(report.failure()).as(report.message()).isPresent();
    assertThat(report.failure().get())
        .as("%s: %s", response.name(), report.message())
        .isIn(Failure.NETWORK, Failure.INVALID_NOTE);
    assertThat(Duration.between(report.started(), report.finished()))
        .isLessThan(TIMEOUT.multipliedBy(2).plusSeconds(1));
    assertGood(mirror.sync("good"));
  }
}

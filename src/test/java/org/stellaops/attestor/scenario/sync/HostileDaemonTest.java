package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.cli.main.Stella;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.HostileResponse;
import org.stellaops.attestor.testlog.HostileServer;
import org.stellaops.attestor.testlog.RequestLog.Request;

/**
 * A daemon in a process of its own that polls three good logs and ten hostile servers at once; the
 * servers send every kind of response as often as {@code -Dtrial.rounds} says.
 */
class HostileDaemonTest {
  private static final int ROUNDS = Integer.getInteger("trial.rounds", 1);
  private static final Duration TIMEOUT =
      Duration.ofMillis(Integer.getInteger("trial.timeoutMillis", 500));
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration SLACK = Duration.ofSeconds(4);
  private static final int PLAIN_SERVERS = 8;
  private static final int TLS_SERVERS = 2;
  private static final int HEAP_MB = 160;
  private static final Pattern HEAP_AFTER_COLLECTION = Pattern.compile("->(\\d+)M\\(");

  @TempDir private Path directory;

  private final List<FakeLog> logs = new ArrayList<>();
  private final List<FakeLogServer> good = new ArrayList<>();
  private final List<HostileServer> hostile = new ArrayList<>();

  @AfterEach
  void stop() {
    good.forEach(FakeLogServer::close);
    hostile.forEach(HostileServer::close);
  }

  @Test
  void goodLogsKeepTheirScheduleAmongHostileServers() throws Exception {
    TestConfiguration configuration =
        MirrorUnderTest.in(directory)
            .daemon(freePort())
            .sync("requestTimeout", TIMEOUT.toMillis() + "ms")
            .sync("syncInterval", INTERVAL.toMillis() + "ms")
            .sync("initialDelay", "0");
    for (String name : List.of("one", "two", "three")) {
      logs.add(FakeLog.named(name + ".example/log").grow(300));
      good.add(FakeLogServer.start(logs.get(logs.size() - 1)));
      configuration
          .follow(name, logs.get(logs.size() - 1), good.get(good.size() - 1).url())
          .backend("type", "tlog-tiles");
    }
    startHostile("http", HostileResponse.plain(), PLAIN_SERVERS);
    startHostile("http", HostileResponse.lastOnes(), 1);
    startHostile("https", HostileResponse.tls(), TLS_SERVERS);
    for (int i = 0; i < hostile.size(); i++) {
      FakeLog claimed = FakeLog.named("hostile" + i + ".example/log");
      configuration.follow("hostile" + i, claimed, hostile.get(i).url());
      configuration.backend("type", "tlog-tiles");
    }

    Process daemon = start(configuration.file());
    try {
      runUntilAllRoundsAreDone(daemon);
      assertAllEndInTime();
      assertGoodLogsKeepTheirSchedule();
      assertGrowthIsMirrored(daemon);
    } finally {
      daemon.destroy();
      daemon.waitFor();
    }
    assertThat(Files.readString(directory.resolve("output")))
        .doesNotContain("OutOfMemoryError", "unexpected ");
    System.out.println("largest heap after a collection: " + largestHeap() + " MB of " + HEAP_MB);
  }

  private void startHostile(String scheme, List<HostileResponse> responses, int servers) {
    for (int server = 0; server < servers; server++) {
      int first = server;
      List<HostileResponse> share =
          IntStream.range(0, responses.size())
              .filter(i -> i % servers == first)
              .mapToObj(responses::get)
              .toList();
      hostile.add(HostileServer.start(scheme, share));
    }
  }

  private void runUntilAllRoundsAreDone(Process daemon) throws Exception {
    // the server with Retry-After is asked once only
    long cycles = HostileResponse.plain().size() / PLAIN_SERVERS + 2L;
    Duration most = TIMEOUT.multipliedBy(2).plus(INTERVAL).multipliedBy(cycles * ROUNDS);
    Instant deadline = Instant.now().plus(most).plusSeconds(60);
    while (hostile.stream().mapToInt(HostileServer::rounds).sorted().skip(1).min().orElse(0)
        < ROUNDS) {
      assertRuns(daemon);
      assertThat(Instant.now()).as("rounds of responses").isBefore(deadline);
    }
  }

  private void assertRuns(Process daemon) throws Exception {
    boolean ended = daemon.waitFor(200, TimeUnit.MILLISECONDS);
    assertThat(ended).as(() -> "the daemon ended: " + outputOf(directory)).isFalse();
  }

  private void assertAllEndInTime() {
    Map<String, Duration> longest = new TreeMap<>();
    hostile.forEach(server -> longest.putAll(server.longest()));
    assertThat(longest).hasSizeGreaterThanOrEqualTo(60);
    assertThat(longest)
        .allSatisfy((name, taken) -> assertThat(taken).isLessThan(TIMEOUT.multipliedBy(2)));
    System.out.printf(
        "%d kinds of responses, the longest took %d ms with a timeout of %d ms%n",
        longest.size(),
        longest.values().stream().mapToLong(Duration::toMillis).max().orElseThrow(),
        TIMEOUT.toMillis());
  }

  private void assertGoodLogsKeepTheirSchedule() {
    for (FakeLogServer server : good) {
      List<Instant> polls =
          server.requests().all().stream()
              .filter(request -> request.path().equals("checkpoint"))
              .map(Request::at)
              .toList();
      long widest =
          IntStream.range(1, polls.size())
              .mapToLong(i -> Duration.between(polls.get(i - 1), polls.get(i)).toMillis())
              .max()
              .orElseThrow();
      System.out.printf("%d polls of a good log, at most %d ms apart%n", polls.size(), widest);
      assertThat(widest).isLessThan(INTERVAL.plus(SLACK).toMillis());
    }
  }

  private void assertGrowthIsMirrored(Process daemon) throws Exception {
    for (int i = 0; i < good.size(); i++) {
      good.get(i).serve(logs.get(i).grow(1000));
      Path published =
          directory
              .resolve("tiles")
              .resolve(logs.get(i).identity().origin().directory())
              .resolve("checkpoint");
      Instant deadline = Instant.now().plus(INTERVAL).plusSeconds(30);
      while (!Files.exists(published)
          || !Arrays.equals(Files.readAllBytes(published), logs.get(i).checkpoint())) {
        assertRuns(daemon);
        assertThat(Instant.now()).as("mirrored " + published).isBefore(deadline);
      }
    }
  }

  private int largestHeap() throws IOException {
    Collection<Integer> sizes =
        HEAP_AFTER_COLLECTION
            .matcher(Files.readString(directory.resolve("gc.log")))
            .results()
            .map((MatchResult match) -> Integer.valueOf(match.group(1)))
            .toList();
    return sizes.stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private Process start(Path config) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx" + HEAP_MB + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xlog:gc:file=" + directory.resolve("gc.log"),
            "-cp",
            System.getProperty("java.class.path"),
            Stella.class.getName(),
            "attestor",
            "run",
            "--config",
            config.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output").toFile())
        .start();
  }

  private static String outputOf(Path directory) {
    try {
      String output = Files.readString(directory.resolve("output"));
      return output.substring(Math.max(0, output.length() - 2000));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

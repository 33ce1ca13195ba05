package org.stellaops.attestor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.fakelog.RandomEntries;

/** Processes of their own, as in a benchmark. */
class ServedLogsTest {
  @TempDir private Path folder;

  @Test
  void theServerTellsWhatWasAskedSinceTheLastTime() throws Exception {
    BenchLog log = BenchLog.in(folder, "log", 300, new RandomEntries(10));
    try (ServedLogs server = ServedLogs.start(folder)) {
      get(server, log, "checkpoint");
      get(server, log, "tile/0/000");

      assertThat(server.takeRequests())
          .containsExactly("log-300x10/checkpoint", "log-300x10/tile/0/000");
      assertThat(server.takeRequests()).isEmpty();
    }
  }

  @Test
  void aLogAndItsGrowthHaveTheirOwnUrls() throws Exception {
    BenchLog log = BenchLog.in(folder, "log", 300, new RandomEntries(10));
    BenchLog grown = log.grown(20);
    try (ServedLogs server = ServedLogs.start(folder)) {
      assertThat(get(server, log, "checkpoint")).startsWith("bench.example/log\n300\n");
      assertThat(get(server, grown, "checkpoint")).startsWith("bench.example/log\n320\n");
    }
  }

  @Test
  void curlFetchesWhatItIsTold() throws Exception {
    assumeThatCode(Curl::version).doesNotThrowAnyException();
    BenchLog log = BenchLog.in(folder, "log", 600, new RandomEntries(10));
    List<String> paths = List.of("checkpoint", "tile/entries/001", "tile/0/002.p/88");
    Path directory = folder.resolve("curl");
    try (ServedLogs server = ServedLogs.start(folder)) {
      Usage usage = new Curl(2).fetch(server.url(log.name()), paths, directory);

      new Copy(directory).requireSame(log, paths);
      assertThat(usage.wall()).isPositive();
    }
  }

  private static String get(ServedLogs server, BenchLog log, String path) throws Exception {
    try (InputStream content = server.url(log.name()).resolve(path).toURL().openStream()) {
      return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}

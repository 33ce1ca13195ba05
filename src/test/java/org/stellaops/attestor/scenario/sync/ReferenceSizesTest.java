package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.FileTree;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.tlog.Hash;

/**
 * Sizes around which tiles become full and levels begin, in a tree whose entry {@code i} is the
 * number {@code i}: from nothing, and by growth from each to each larger one.
 */
class ReferenceSizesTest {
  private static final String ORIGIN = "sizes.example/log";
  private static final long[] SIZES = {
    0, 1, 255, 256, 257, 511, 512, 513, 515, 65535, 65536, 65537, 66307, 70000
  };

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;
  private static final Map<Long, Map<String, String>> EXPECTED = new HashMap<>();

  @BeforeAll
  static void startMirror() {
    FakeLog log = FakeLog.named(ORIGIN);
    server = FakeLogServer.start(log);
    mirror = MirrorUnderTest.of(directory, log, server.url()).start();
    for (long size : SIZES) {
      log.grow(size - log.size());
      EXPECTED.put(size, MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
    }
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    mirror.reset();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/tlog/reference-roots.csv")
  void firstMirrorHasTheReferenceRoot(long size, String root) {
    server.serve(FakeLog.named(ORIGIN).grow(size));

    assertThat(mirror.sync().message()).isEmpty();

    assertThat(mirror.state().orElseThrow().mirrored().size()).isEqualTo(size);
    assertThat(mirror.state().orElseThrow().mirrored().root()).isEqualTo(Hash.fromBase64(root));
  }

  static LongStream sizes() {
    return LongStream.of(SIZES);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void firstMirrorHasExactlyTheFilesOfTheLog(long size) {
    FakeLog log = FakeLog.named(ORIGIN).grow(size);
    server.serve(log);

    assertMirrored(mirror.sync(), log);
  }

  static Stream<Arguments> growths() {
    return sizes()
        .boxed()
        .flatMap(from -> sizes().filter(to -> to > from).mapToObj(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("growths")
  void grownMirrorHasExactlyTheFilesOfTheLog(long from, long to) {
    FakeLog log = FakeLog.named(ORIGIN).grow(from);
    server.serve(log);
    assertMirrored(mirror.sync(), log);

    log.grow(to - from);

    assertMirrored(mirror.sync(), log);
  }

  private static void assertMirrored(CycleReport report, FakeLog log) {
    Map<String, String> expected = new TreeMap<>(EXPECTED.get(log.size()));
    expected.put("checkpoint", FileTree.digest(log.checkpoint()));

    assertThat(report.message()).isEmpty();
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
    assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(expected);
  }
}

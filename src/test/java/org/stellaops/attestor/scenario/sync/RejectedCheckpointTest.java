package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertRejected;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorSnapshot;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** Checkpoints that must not be believed. What is refused leaves store and files as they were. */
class RejectedCheckpointTest {
  private static final String ORIGIN = "refused.example/log";
  private static final long SIZE = 600;

  @TempDir private static Path directory;
  private static FakeLog otherLog;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;
  private FakeLog log;

  @BeforeAll
  static void startMirror() {
    FakeLog empty = FakeLog.named(ORIGIN);
    otherLog = FakeLog.named("neighbour.example/log").grow(3);
    server = FakeLogServer.start(empty);
    mirror =
        MirrorUnderTest.of(directory, empty, server.url())
            .follow("neighbour", otherLog, server.url())
            .start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    mirror.reset();
    log = FakeLog.named(ORIGIN).grow(SIZE);
    server.serve(log);
  }

  static Stream<Arguments> invalidCheckpoints() {
    return Stream.of(
        invalidCheckpoint("nothing at all", Failure.INVALID_NOTE, log -> new byte[0]),
        invalidCheckpoint(
            "a text of a proxy", Failure.INVALID_NOTE, log -> ascii("Please log in\n")),
        invalidCheckpoint(
            "a note without signature", Failure.INVALID_NOTE, log -> ascii(text(log) + "\n")),
        invalidCheckpoint(
            "a note cut short",
            Failure.INVALID_NOTE,
            log -> Arrays.copyOf(log.checkpoint(), log.checkpoint().length - 1)),
        invalidCheckpoint(
            "a note with a line feed too many",
            Failure.INVALID_NOTE,
            log -> withTrailingByte('\n', log.checkpoint())),
        invalidCheckpoint(
            "a note with a zero byte too many",
            Failure.INVALID_NOTE,
            log -> withTrailingByte('\0', log.checkpoint())),
        invalidCheckpoint(
            "a note of 300 kB",
            Failure.INVALID_NOTE,
            log -> Arrays.copyOf(log.checkpoint(), 300_000)),
        invalidCheckpoint(
            "a size with a leading zero, signed",
            Failure.INVALID_NOTE,
            log -> log.sign(text(log).replace("\n600\n", "\n0600\n"))),
        invalidCheckpoint(
            "a root of 31 bytes, signed",
            Failure.INVALID_NOTE,
            log -> log.sign(ORIGIN + "\n600\n" + "A".repeat(41) + "=\n")),
        invalidCheckpoint(
            "another size under an old signature",
            Failure.BAD_SIGNATURE,
            log -> replace(log.checkpoint(), "\n600\n", "\n601\n")),
        invalidCheckpoint(
            "another root under an old signature",
            Failure.BAD_SIGNATURE,
            log -> replace(log.checkpoint(), log.head().root().toString(), "A".repeat(43) + "=")),
        invalidCheckpoint(
            "another origin under an old signature",
            Failure.BAD_SIGNATURE,
            log -> replace(log.checkpoint(), ORIGIN + "\n600", "refused.example/l0g\n600")),
        invalidCheckpoint(
            "an extension line added",
            Failure.BAD_SIGNATURE,
            log -> replace(log.checkpoint(), "=\n\n", "=\nmore\n\n")),
        invalidCheckpoint(
            "another origin, signed",
            Failure.ORIGIN_MISMATCH,
            log ->
                log.sign(new Checkpoint(new Origin(ORIGIN + "2"), log.head(), List.of()).text())),
        invalidCheckpoint(
            "a rotated key of the same name",
            Failure.UNTRUSTED_KEY,
            log -> log.fork(SIZE).rotateKey().checkpoint()),
        invalidCheckpoint(
            "a key that nobody knows",
            Failure.UNTRUSTED_KEY,
            log -> FakeLog.named("stranger.example").sign(text(log))),
        invalidCheckpoint(
            "the key of another backend", Failure.WRONG_KEY, log -> otherLog.sign(text(log))),
        invalidCheckpoint(
            "the checkpoint of another backend", Failure.WRONG_KEY, log -> otherLog.checkpoint()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidCheckpoints")
  void rejectsAnInvalidCheckpointAtFirstContact(
      String name, Failure failure, Function<FakeLog, byte[]> checkpoint) {
    assertRejectedUnchanged(failure, checkpoint.apply(log));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidCheckpoints")
  void rejectsAnInvalidCheckpointOfAKnownLog(
      String name, Failure failure, Function<FakeLog, byte[]> checkpoint) {
    server.serve(FakeLog.named(ORIGIN).grow(300));
    assertGood(mirror.sync());
    server.serve(log);

    assertRejectedUnchanged(failure, checkpoint.apply(log));

    server.serve(FakeLog.named(ORIGIN).grow(SIZE));
    assertGood(mirror.sync());
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
  }

  static IntStream noteByteIndexes() {
    return IntStream.range(0, FakeLog.named(ORIGIN).grow(SIZE).checkpoint().length);
  }

  @ParameterizedTest
  @MethodSource("noteByteIndexes")
  void rejectsAFlippedBitInAnyByteOfTheCheckpoint(int index) {
    byte[] note = log.checkpoint();
    note[index] ^= (byte) (1 << index % 8);
    log.serveCheckpoint(note);

    CycleReport report = mirror.sync();

    assertThat(report.failure().map(Failure::exitCode)).contains(ExitCode.REJECTED);
    assertThat(mirror.files()).isEmpty();
    assertThat(mirror.state()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // where the other history begins, and how large it is shown
    "0, 600",
    "1, 600",
    "255, 600",
    "256, 600",
    "257, 600",
    "511, 600",
    "512, 600",
    "599, 600",
  })
  void reportsAnotherRootOfTheSameSizeAsSplitView(long forkedAt, long size) {
    assertGood(mirror.sync());
    server.serve(log.fork(forkedAt).grow(size - forkedAt));

    assertRejectedUnchanged(Failure.SPLIT_VIEW);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "0, 255",
    "0, 256",
    "0, 599",
    "255, 256",
    "256, 257",
    "256, 512",
    "300, 301",
    "511, 512",
    "512, 513",
    "598, 599",
  })
  void reportsASmallerTreeOfAnotherHistoryAsSplitView(long forkedAt, long size) {
    assertGood(mirror.sync());
    server.serve(log.fork(forkedAt).grow(size - forkedAt));

    assertRejectedUnchanged(Failure.SPLIT_VIEW);
  }

  @Test
  void rejectsAnEmptyTreeWithARoot() {
    assertGood(mirror.sync());

    assertRejectedUnchanged(
        Failure.INVALID_NOTE, log.sign(ORIGIN + "\n0\n" + "A".repeat(43) + "=\n"));
  }

  @ParameterizedTest
  @CsvSource({
    // inside and at the edges of tiles, near and far from the end that we know
    "0, 601",
    "1, 700",
    "100, 1024",
    "255, 700",
    "256, 700",
    "257, 700",
    "300, 66000",
    "511, 601",
    "512, 601",
    "513, 768",
    "598, 700",
    "599, 601",
    "599, 66000",
  })
  void reportsGrowthOfAnotherHistoryAsInconsistent(long forkedAt, long size) {
    assertGood(mirror.sync());
    server.serve(log.fork(forkedAt).grow(size - forkedAt));

    assertRejectedUnchanged(Failure.INCONSISTENT);
  }

  @ParameterizedTest
  @CsvSource({"0, 256, 300", "100, 256, 512", "255, 256, 257", "0, 512, 65536", "511, 512, 513"})
  void reportsAForkAtATileBoundaryAsInconsistent(long forkedAt, long known, long size) {
    FakeLog first = FakeLog.named(ORIGIN).grow(known);
    server.serve(first);
    assertGood(mirror.sync());
    server.serve(first.fork(forkedAt).grow(size - forkedAt));

    assertRejectedUnchanged(Failure.INCONSISTENT);
  }

  @Test
  void acceptsAForkThatStartsAtTheKnownSize() {
    assertGood(mirror.sync());
    FakeLog grown = log.fork(SIZE).grow(100);
    server.serve(grown);

    assertGood(mirror.sync());

    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.expectedFiles(grown, directory.resolve("expected")));
  }

  private void assertRejectedUnchanged(Failure failure, byte[] note) {
    log.serveCheckpoint(note);
    assertRejectedUnchanged(failure);
  }

  private static void assertRejectedUnchanged(Failure failure) {
    MirrorSnapshot before = mirror.snapshot();

    assertRejected(mirror.sync(), failure);

    assertThat(mirror.snapshot()).usingRecursiveComparison().isEqualTo(before);
  }

  private static Arguments invalidCheckpoint(
      String name, Failure failure, Function<FakeLog, byte[]> checkpoint) {
    return Arguments.of(name, failure, checkpoint);
  }

  private static String text(FakeLog log) {
    return new Checkpoint(new Origin(ORIGIN), log.head(), List.of()).text();
  }

  private static byte[] replace(byte[] note, String old, String other) {
    String text = new String(note, StandardCharsets.UTF_8);
    assertThat(text).contains(old);
    return text.replace(old, other).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] withTrailingByte(char last, byte[] note) {
    byte[] longer = Arrays.copyOf(note, note.length + 1);
    longer[note.length] = (byte) last;
    return longer;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

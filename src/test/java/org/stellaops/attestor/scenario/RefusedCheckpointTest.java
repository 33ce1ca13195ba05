package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;
import static org.stellaops.attestor.scenario.ReportAssert.assertRefused;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.route.CycleReport;

/** Checkpoints that must not be believed. What is refused leaves store and files as they were. */
class RefusedCheckpointTest {
  private static final String ORIGIN = "refused.example/log";
  private static final long SIZE = 600;

  @TempDir private static Path directory;
  private static FakeLog neighbour;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;
  private FakeLog log;

  @BeforeAll
  static void follow() {
    FakeLog empty = FakeLog.named(ORIGIN);
    neighbour = FakeLog.named("neighbour.example/log").grow(3);
    server = FakeLogServer.start(empty);
    mirror =
        MirrorUnderTest.of(directory, empty, server.url())
            .follow("neighbour", neighbour, server.url())
            .start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void startAfresh() {
    mirror.forget();
    log = FakeLog.named(ORIGIN).grow(SIZE);
    server.serve(log);
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        lie("nothing at all", Failure.INVALID_NOTE, log -> new byte[0]),
        lie("a page of a proxy", Failure.INVALID_NOTE, log -> ascii("<html>Please log in</html>")),
        lie("a note without signature", Failure.INVALID_NOTE, log -> ascii(text(log) + "\n")),
        lie(
            "a note cut short",
            Failure.INVALID_NOTE,
            log -> Arrays.copyOf(log.checkpoint(), log.checkpoint().length - 1)),
        lie(
            "a note with a line feed too many",
            Failure.INVALID_NOTE,
            log -> followedBy('\n', log.checkpoint())),
        lie(
            "a note with a zero byte too many",
            Failure.INVALID_NOTE,
            log -> followedBy('\0', log.checkpoint())),
        lie(
            "a note of 300 kB",
            Failure.INVALID_NOTE,
            log -> Arrays.copyOf(log.checkpoint(), 300_000)),
        lie(
            "a size with a leading zero, signed",
            Failure.INVALID_NOTE,
            log -> log.sign(text(log).replace("\n600\n", "\n0600\n"))),
        lie(
            "a root of 31 bytes, signed",
            Failure.INVALID_NOTE,
            log -> log.sign(ORIGIN + "\n600\n" + "A".repeat(41) + "=\n")),
        lie(
            "another size under an old signature",
            Failure.BAD_SIGNATURE,
            log -> replace(log.checkpoint(), "\n600\n", "\n601\n")),
        lie(
            "another root under an old signature",
            Failure.BAD_SIGNATURE,
            log -> replace(log.checkpoint(), log.head().root().toString(), "A".repeat(43) + "=")),
        lie(
            "another origin under an old signature",
            Failure.BAD_SIGNATURE,
            log -> replace(log.checkpoint(), ORIGIN + "\n600", "refused.example/l0g\n600")),
        lie(
            "an extension line added",
            Failure.BAD_SIGNATURE,
            log -> replace(log.checkpoint(), "=\n\n", "=\nmore\n\n")),
        lie(
            "another origin, signed",
            Failure.ORIGIN_MISMATCH,
            log ->
                log.sign(new Checkpoint(new Origin(ORIGIN + "2"), log.head(), List.of()).text())),
        lie(
            "a rotated key of the same name",
            Failure.UNTRUSTED_KEY,
            log -> log.fork(SIZE).rotateKey().checkpoint()),
        lie(
            "a key that nobody knows",
            Failure.UNTRUSTED_KEY,
            log -> FakeLog.named("stranger.example").sign(text(log))),
        lie("the key of another backend", Failure.WRONG_KEY, log -> neighbour.sign(text(log))),
        lie("the checkpoint of another backend", Failure.WRONG_KEY, log -> neighbour.checkpoint()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void lieAtFirstContactIsRefused(String name, Failure failure, Function<FakeLog, byte[]> lie) {
    assertRefusedWithoutTrace(failure, lie.apply(log));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void lieToAMirrorThatKnowsTheLogIsRefused(
      String name, Failure failure, Function<FakeLog, byte[]> lie) {
    server.serve(FakeLog.named(ORIGIN).grow(300));
    assertGood(mirror.sync());
    server.serve(log);

    assertRefusedWithoutTrace(failure, lie.apply(log));

    server.serve(FakeLog.named(ORIGIN).grow(SIZE));
    assertGood(mirror.sync());
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
  }

  static IntStream bytesOfTheNote() {
    return IntStream.range(0, FakeLog.named(ORIGIN).grow(SIZE).checkpoint().length);
  }

  @ParameterizedTest
  @MethodSource("bytesOfTheNote")
  void flippedBitInAnyByteOfTheCheckpointIsRefused(int index) {
    byte[] note = log.checkpoint();
    note[index] ^= (byte) (1 << index % 8);
    log.serveCheckpoint(note);

    CycleReport report = mirror.sync();

    assertThat(report.failure().map(Failure::exitCode)).contains(ExitCode.REFUSED);
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
  void sameSizeWithAnotherRootIsASplitView(long at, long size) {
    assertGood(mirror.sync());
    server.serve(log.fork(at).grow(size - at));

    assertRefusedWithoutTrace(Failure.SPLIT_VIEW);
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
  void smallerTreeOfAnotherHistoryIsASplitView(long at, long size) {
    assertGood(mirror.sync());
    server.serve(log.fork(at).grow(size - at));

    assertRefusedWithoutTrace(Failure.SPLIT_VIEW);
  }

  @Test
  void emptyTreeWithARootIsNoCheckpoint() {
    assertGood(mirror.sync());

    assertRefusedWithoutTrace(
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
  void growthOfAnotherHistoryIsInconsistent(long at, long size) {
    assertGood(mirror.sync());
    server.serve(log.fork(at).grow(size - at));

    assertRefusedWithoutTrace(Failure.INCONSISTENT);
  }

  @ParameterizedTest
  @CsvSource({"0, 256, 300", "100, 256, 512", "255, 256, 257", "0, 512, 65536", "511, 512, 513"})
  void forkOfAMirrorThatEndsWithATileIsInconsistent(long at, long known, long size) {
    FakeLog first = FakeLog.named(ORIGIN).grow(known);
    server.serve(first);
    assertGood(mirror.sync());
    server.serve(first.fork(at).grow(size - at));

    assertRefusedWithoutTrace(Failure.INCONSISTENT);
  }

  @Test
  void growthThatForksWhereWeEndIsGrowth() {
    assertGood(mirror.sync());
    FakeLog grown = log.fork(SIZE).grow(100);
    server.serve(grown);

    assertGood(mirror.sync());

    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.filesOf(grown, directory.resolve("expected")));
  }

  private void assertRefusedWithoutTrace(Failure failure, byte[] note) {
    log.serveCheckpoint(note);
    assertRefusedWithoutTrace(failure);
  }

  private static void assertRefusedWithoutTrace(Failure failure) {
    Standing before = mirror.standing();

    assertRefused(mirror.sync(), failure);

    assertThat(mirror.standing()).usingRecursiveComparison().isEqualTo(before);
  }

  private static Arguments lie(String name, Failure failure, Function<FakeLog, byte[]> lie) {
    return Arguments.of(name, failure, lie);
  }

  private static String text(FakeLog log) {
    return new Checkpoint(new Origin(ORIGIN), log.head(), List.of()).text();
  }

  private static byte[] replace(byte[] note, String old, String other) {
    String text = new String(note, StandardCharsets.UTF_8);
    assertThat(text).contains(old);
    return text.replace(old, other).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] followedBy(char last, byte[] note) {
    byte[] longer = Arrays.copyOf(note, note.length + 1);
    longer[note.length] = (byte) last;
    return longer;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

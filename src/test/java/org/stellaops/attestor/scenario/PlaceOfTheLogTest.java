package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;
import static org.stellaops.attestor.scenario.ReportAssert.assertRefused;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.TreeServer;
import org.stellaops.attestor.route.CycleReport;

/** A log lies where its configuration says, or in one of the places that logs of its kind have. */
class PlaceOfTheLogTest {
  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("place.example/log").grow(300);

  @ParameterizedTest
  @CsvSource({
    "auto,       '',      3",
    "auto,       api/v2/, 2",
    "rekor-v2,   '',      1",
    "rekor-v2,   api/v2/, 2",
    "tlog-tiles, api/v2/, 1",
  })
  void filesOfRekorAreFoundBelowItsApi(String type, String path, int requestsForTheCheckpoint) {
    Path served = directory.resolve("served");
    log.write(served.resolve("api/v2"));
    try (TreeServer server = TreeServer.start(served, 0);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory, log, server.url().resolve(path))
                .backend("type", type)
                .start()) {
      assertGood(mirror.sync());
      assertMirrored(mirror);
      long before = server.requests().total();

      assertGood(mirror.sync());

      assertThat(server.requests().total() - before).as("it is known by now").isEqualTo(1);
      assertThat(before).isEqualTo(requestsForTheCheckpoint + 4);
    }
  }

  @ParameterizedTest
  @CsvSource({"rekor-v2", "auto", "tlog-tiles"})
  void filesAtTheBaseAreFoundAsWell(String type) {
    Path served = directory.resolve("served");
    log.write(served);
    try (TreeServer server = TreeServer.start(served, 0);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory, log, server.url()).backend("type", type).start()) {
      assertGood(mirror.sync());

      assertMirrored(mirror);
    }
  }

  @Test
  void logThatMovesIsFoundAgain() throws IOException {
    Path served = directory.resolve("served");
    log.write(served);
    try (TreeServer server = TreeServer.start(served, 0);
        MirrorUnderTest mirror = MirrorUnderTest.of(directory, log, server.url()).start()) {
      assertGood(mirror.sync());
      Files.move(served, directory.resolve("moved"));
      log.grow(100).write(served.resolve("api/v2"));

      assertGood(mirror.sync());

      assertMirrored(mirror);
    }
  }

  @Test
  void exactReadUrlIsTakenAsItIs() {
    Path served = directory.resolve("served");
    log.write(served.resolve("some/where"));
    try (TreeServer server = TreeServer.start(served, 0);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory, log, URI.create("http://127.0.0.1:9/"))
                .backend("readUrl", server.url() + "some/where/")
                .start()) {
      assertGood(mirror.sync());

      assertMirrored(mirror);
    }
  }

  @Test
  void logGivenAsADirectoryIsMirroredAndGrows() {
    Path given = directory.resolve("given");
    log.write(given);
    try (MirrorUnderTest mirror = MirrorUnderTest.of(directory, log, given.toUri()).start()) {
      assertGood(mirror.sync());
      assertMirrored(mirror);

      log.grow(400).write(given);
      assertGood(mirror.sync());
      assertMirrored(mirror);
    }
  }

  @Test
  void directoryThatHasNoPartialFilesAnyMoreIsRead() throws IOException {
    Path given = directory.resolve("given");
    log.grow(400).write(given);
    FakeLog before = FakeLog.named("place.example/log").grow(300);
    Files.write(given.resolve("checkpoint"), before.checkpoint());
    try (MirrorUnderTest mirror = MirrorUnderTest.of(directory, log, given.toUri()).start()) {
      // of level 1 the directory has two hashes and not one, and no full tile
      assertFailed(mirror.sync(), Failure.NETWORK);
      String hash = "tile/1/000.p/1";
      Files.write(given.resolve(hash), before.get(hash).orElseThrow());

      assertGood(mirror.sync());

      assertMirrored(mirror, before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tile/entries/000, 1",
    "tile/entries/000, -1",
    "tile/0/001.p/44,  32",
    "tile/1/000.p/1,   -32",
  })
  void fileOfAnotherLengthIsRefused(String path, int more) throws IOException {
    Path given = directory.resolve("given");
    log.write(given);
    byte[] truth = Files.readAllBytes(given.resolve(path));
    Files.write(given.resolve(path), Arrays.copyOf(truth, truth.length + more));
    try (MirrorUnderTest mirror = MirrorUnderTest.of(directory, log, given.toUri()).start()) {
      CycleReport report = mirror.sync();

      assertRefused(report, Failure.BAD_TILE);
      assertThat(report.message()).contains(given.resolve(path).toString());
      assertThat(mirror.files()).doesNotContainKeys(path, "checkpoint");
    }
  }

  @Test
  void directoryThatIsNotThereIsNotWaitedFor() {
    try (MirrorUnderTest mirror =
        MirrorUnderTest.of(directory, log, directory.resolve("none").toUri())
            .sync("retries", "4")
            .start()) {
      CycleReport report = mirror.sync();

      assertFailed(report, Failure.NETWORK);
      assertThat(report.message()).contains(directory.resolve("none").toString());
      assertThat(Duration.between(report.started(), report.finished()))
          .isLessThan(Duration.ofSeconds(5));
    }
  }

  private void assertMirrored(MirrorUnderTest mirror) {
    assertMirrored(mirror, log);
  }

  private void assertMirrored(MirrorUnderTest mirror, FakeLog truth) {
    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.filesOf(truth, directory.resolve("expected")));
  }
}

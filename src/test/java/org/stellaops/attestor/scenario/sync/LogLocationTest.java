package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertRejected;

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
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.TreeServer;

/** A log lies where its configuration says, or in one of the places that logs of its kind have. */
class LogLocationTest {
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
  void findsRekorFilesBelowItsApiPath(String type, String path, int requestsForTheCheckpoint) {
    Path servedDirectory = directory.resolve("served");
    log.write(servedDirectory.resolve("api/v2"));
    try (TreeServer server = TreeServer.start(servedDirectory, 0);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory, log, server.url().resolve(path))
                .backend("type", type)
                .start()) {
      assertGood(mirror.sync());
      assertMirrored(mirror);
      long before = server.requests().count();

      assertGood(mirror.sync());

      assertThat(server.requests().count() - before).as("it is known by now").isEqualTo(1);
      assertThat(before).isEqualTo(requestsForTheCheckpoint + 4);
    }
  }

  @ParameterizedTest
  @CsvSource({"rekor-v2", "auto", "tlog-tiles"})
  void findsFilesAtTheBaseUrl(String type) {
    Path servedDirectory = directory.resolve("served");
    log.write(servedDirectory);
    try (TreeServer server = TreeServer.start(servedDirectory, 0);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory, log, server.url()).backend("type", type).start()) {
      assertGood(mirror.sync());

      assertMirrored(mirror);
    }
  }

  @Test
  void findsALogThatHasMoved() throws IOException {
    Path servedDirectory = directory.resolve("served");
    log.write(servedDirectory);
    try (TreeServer server = TreeServer.start(servedDirectory, 0);
        MirrorUnderTest mirror = MirrorUnderTest.of(directory, log, server.url()).start()) {
      assertGood(mirror.sync());
      Files.move(servedDirectory, directory.resolve("moved"));
      log.grow(100).write(servedDirectory.resolve("api/v2"));

      assertGood(mirror.sync());

      assertMirrored(mirror);
    }
  }

  @Test
  void usesAnExplicitReadUrlUnchanged() {
    Path servedDirectory = directory.resolve("served");
    log.write(servedDirectory.resolve("some/where"));
    try (TreeServer server = TreeServer.start(servedDirectory, 0);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory, log, URI.create("http://127.0.0.1:9/"))
                .backend("readUrl", server.url() + "some/where/")
                .start()) {
      assertGood(mirror.sync());

      assertMirrored(mirror);
    }
  }

  @Test
  void mirrorsALogFromADirectoryAndFollowsGrowth() {
    Path sourceDirectory = directory.resolve("given");
    log.write(sourceDirectory);
    try (MirrorUnderTest mirror =
        MirrorUnderTest.of(directory, log, sourceDirectory.toUri()).start()) {
      assertGood(mirror.sync());
      assertMirrored(mirror);

      log.grow(400).write(sourceDirectory);
      assertGood(mirror.sync());
      assertMirrored(mirror);
    }
  }

  @Test
  void readsADirectoryWithoutPartialFiles() throws IOException {
    Path sourceDirectory = directory.resolve("given");
    log.grow(400).write(sourceDirectory);
    FakeLog before = FakeLog.named("place.example/log").grow(300);
    Files.write(sourceDirectory.resolve("checkpoint"), before.checkpoint());
    try (MirrorUnderTest mirror =
        MirrorUnderTest.of(directory, log, sourceDirectory.toUri()).start()) {
      // of level 1 the directory has two hashes and not one, and no full tile
      assertFailed(mirror.sync(), Failure.NETWORK);
      String hash = "tile/1/000.p/1";
      Files.write(sourceDirectory.resolve(hash), before.get(hash).orElseThrow());

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
  void rejectsAFileOfTheWrongLength(String path, int extraBytes) throws IOException {
    Path sourceDirectory = directory.resolve("given");
    log.write(sourceDirectory);
    byte[] expected = Files.readAllBytes(sourceDirectory.resolve(path));
    Files.write(
        sourceDirectory.resolve(path), Arrays.copyOf(expected, expected.length + extraBytes));
    try (MirrorUnderTest mirror =
        MirrorUnderTest.of(directory, log, sourceDirectory.toUri()).start()) {
      CycleReport report = mirror.sync();

      assertRejected(report, Failure.BAD_TILE);
      assertThat(report.message()).contains(sourceDirectory.resolve(path).toString());
      assertThat(mirror.files()).doesNotContainKeys(path, "checkpoint");
    }
  }

  @Test
  void failsAtOnceForAMissingDirectory() {
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

  private void assertMirrored(MirrorUnderTest mirror, FakeLog expected) {
    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.expectedFiles(expected, directory.resolve("expected")));
  }
}

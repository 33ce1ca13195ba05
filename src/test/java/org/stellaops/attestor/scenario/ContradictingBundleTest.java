package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.ImportRequest;

/** A bundle that shows another history of the log is evidence against the log, as in a sync. */
class ContradictingBundleTest {
  private static final long SIZE = 700;

  @TempDir private Path directory;
  private TwoSides sides;

  @BeforeEach
  void bringTheHonestLog() throws IOException {
    sides = TwoSides.of(directory, FakeLog.named("two-faced.example/log").grow(SIZE));
    sides.importGood(sides.export(sides.everything("honest.tar.gz")).get(0));
  }

  @AfterEach
  void end() {
    sides.close();
  }

  static Stream<Arguments> otherFaces() {
    return Stream.of(
        Arguments.of("same size, another root", 699L, 1L, Failure.SPLIT_VIEW),
        Arguments.of("larger, forked in the partial tile", 690L, 100L, Failure.INCONSISTENT),
        Arguments.of("larger, forked at the first entry", 0L, 1000L, Failure.INCONSISTENT),
        Arguments.of("smaller, forked before its end", 300L, 100L, Failure.SPLIT_VIEW));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherFaces")
  void bothNotesAreKeptAndTheBackendIsInQuarantine(
      String name, long forkedAt, long grown, Failure kind) throws IOException {
    Path forked = bundleOf(sides.log().fork(forkedAt).grow(grown));
    Map<String, String> before = sides.isolated().files();

    BundleReport report = sides.importBundle(forked);

    assertThat(report.failure()).as(report.message()).contains(kind);
    assertThat(sides.isolated().files()).isEqualTo(before);
    Evidence evidence = sides.isolated().store().evidence().all().get(0).evidence();
    assertThat(evidence.source()).startsWith("file:///").endsWith("/forked.tar.gz");
    assertThatCode(() -> evidence.verify(sides.log().identity().key())).doesNotThrowAnyException();
    assertThat(sides.importBundle(sides.carried("honest.tar.gz")).failure())
        .contains(Failure.QUARANTINED);
  }

  @Test
  void aDryRunKeepsTheEvidenceToo() throws IOException {
    Path forked = bundleOf(sides.log().fork(699).grow(1));

    BundleReport report = sides.isolated().importBundle(new ImportRequest(forked, true, false));

    assertThat(report.failure()).contains(Failure.SPLIT_VIEW);
    assertThat(sides.isolated().store().evidence().all()).hasSize(1);
  }

  /** What a mirror that knows only the other face exports. */
  private Path bundleOf(FakeLog fork) throws IOException {
    try (FakeLogServer server = FakeLogServer.start(fork);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory.resolve("other"), fork, server.url()).start()) {
      ReportAssert.assertGood(mirror.sync());
      return mirror.export(sides.everything("forked.tar.gz")).get(0).file();
    }
  }
}

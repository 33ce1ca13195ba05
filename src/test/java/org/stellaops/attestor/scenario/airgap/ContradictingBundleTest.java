package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** A bundle that shows another history of the log is evidence against the log, as in a sync. */
class ContradictingBundleTest {
  private static final long SIZE = 700;

  @TempDir private Path directory;
  private AirGapFixture airGap;

  @BeforeEach
  void importHonestHistory() throws IOException {
    airGap = AirGapFixture.of(directory, FakeLog.named("two-faced.example/log").grow(SIZE));
    airGap.importSuccessfully(airGap.export(airGap.everything("honest.tar.gz")).get(0));
  }

  @AfterEach
  void tearDown() {
    airGap.close();
  }

  static Stream<Arguments> forkedHistories() {
    return Stream.of(
        Arguments.of("same size, another root", 699L, 1L, Failure.SPLIT_VIEW),
        Arguments.of("larger, forked in the partial tile", 690L, 100L, Failure.INCONSISTENT),
        Arguments.of("larger, forked at the first entry", 0L, 1000L, Failure.INCONSISTENT),
        Arguments.of("smaller, forked before its end", 300L, 100L, Failure.SPLIT_VIEW));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forkedHistories")
  void storesBothNotesAndQuarantinesTheBackend(String name, long forkedAt, long grown, Failure kind)
      throws IOException {
    Path forked = bundleOf(airGap.log().fork(forkedAt).grow(grown));
    Map<String, String> before = airGap.isolated().files();

    BundleReport report = airGap.importBundle(forked);

    assertThat(report.failure()).as(report.message()).contains(kind);
    assertThat(airGap.isolated().files()).isEqualTo(before);
    Evidence evidence = airGap.isolated().store().evidence().all().get(0).evidence();
    assertThat(evidence.source()).startsWith("file:///").endsWith("/forked.tar.gz");
    assertThatCode(() -> evidence.verify(airGap.log().identity().key())).doesNotThrowAnyException();
    assertThat(airGap.importBundle(airGap.carried("honest.tar.gz")).failure())
        .contains(Failure.QUARANTINED);
  }

  static Stream<Arguments> malformations() {
    return Stream.of(
        malformation("a path that climbs", f -> f.renameFile("tile/0/000", "../../evil")),
        malformation("a missing tile", f -> f.removeFile("tile/0/000")),
        malformation(
            "another key ID in the manifest",
            f -> f.replaceFirstInManifest("\"keyId\" : \"[0-9a-f]+\"", "\"keyId\" : \"00000000\"")),
        malformation(
            "a checkpoint that is not that of the manifest",
            f -> f.replaceFirstInManifest("(\"sha256\" : \")[0-9a-f]{8}", "$100000000")));
  }

  private static Arguments malformation(String name, UnaryOperator<BundleForger> change) {
    return Arguments.of(name, change);
  }

  /** Whoever made the bundle has made a mistake, or wants the note not to be noticed. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("malformations")
  void aNoteInAMalformedBundleIsEvidenceToo(String name, UnaryOperator<BundleForger> change)
      throws IOException {
    Path forked = bundleOf(airGap.log().fork(300).grow(100));
    Path malformed = change.apply(BundleForger.of(forked)).write(airGap.carried("bad.tar.gz"));
    Map<String, String> before = airGap.isolated().files();

    BundleReport report = airGap.importBundle(malformed);

    assertThat(report.failure()).as(report.message()).contains(Failure.SPLIT_VIEW);
    assertThat(airGap.isolated().files()).isEqualTo(before);
    Evidence evidence = airGap.isolated().store().evidence().all().get(0).evidence();
    assertThatCode(() -> evidence.verify(airGap.log().identity().key())).doesNotThrowAnyException();
  }

  @Test
  void dryRunStoresTheEvidenceToo() throws IOException {
    Path forked = bundleOf(airGap.log().fork(699).grow(1));

    BundleReport report = airGap.isolated().importBundle(new ImportRequest(forked, true, false));

    assertThat(report.failure()).contains(Failure.SPLIT_VIEW);
    assertThat(airGap.isolated().store().evidence().all()).hasSize(1);
  }

  /** What a mirror that knows only the other face exports. */
  private Path bundleOf(FakeLog fork) throws IOException {
    try (FakeLogServer server = FakeLogServer.start(fork);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory.resolve("other"), fork, server.url()).start()) {
      CycleReportAssertions.assertGood(mirror.sync());
      return mirror.export(airGap.everything("forked.tar.gz")).get(0).file();
    }
  }
}

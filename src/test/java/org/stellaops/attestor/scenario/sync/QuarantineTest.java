package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** A log that contradicts itself is caught, kept as evidence, and not followed any more. */
class QuarantineTest {
  private static final String ORIGIN = "two-faced.example/log";
  private static final long SIZE = 700;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named(ORIGIN).grow(SIZE);
  private FakeLogServer server;
  private MirrorUnderTest mirror;

  @BeforeEach
  void mirrorHonestLog() {
    server = FakeLogServer.start(log);
    mirror = MirrorUnderTest.of(directory, log, server.url()).start();
    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE);
  }

  @AfterEach
  void stop() {
    mirror.close();
    server.close();
  }

  static Stream<Arguments> forkedHistories() {
    return Stream.of(
        Arguments.of("same size, another root", 699L, 1L, Failure.SPLIT_VIEW),
        Arguments.of("larger, forked in the partial tile", 690L, 100L, Failure.INCONSISTENT),
        Arguments.of("larger, forked at a tile boundary", 512L, 400L, Failure.INCONSISTENT),
        Arguments.of("larger, forked at the first entry", 0L, 1000L, Failure.INCONSISTENT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forkedHistories")
  void evidenceVerifiesWithTheLogKeyAlone(String name, long forkedAt, long grown, Failure kind)
      throws Exception {
    var before = mirror.files();
    server.serve(log.fork(forkedAt).grow(grown));

    CycleReport report = mirror.sync();

    assertThat(report.failure()).contains(kind);
    assertThat(mirror.files()).usingRecursiveComparison().isEqualTo(before);
    Evidence evidence = onlyEvidence().evidence();
    assertThat(evidence.kind()).isEqualTo(kind);
    Evidence fromFile = EvidenceFile.parse(EvidenceFile.print(evidence));
    assertThatCode(() -> fromFile.verify(log.identity().key())).doesNotThrowAnyException();
  }

  @Test
  void reportsASmallerTreeOfAnotherHistoryAsSplitView() throws Exception {
    server.serve(log.fork(300).grow(100));

    assertThat(mirror.sync().failure()).contains(Failure.SPLIT_VIEW);

    onlyEvidence().evidence().verify(log.identity().key());
  }

  @Test
  void doesNotSyncUntilAnOperatorReleasesTheQuarantine() {
    server.serve(log.fork(699).grow(1));
    mirror.sync();
    server.serve(log.grow(50));
    server.requests().clear();

    assertThat(mirror.sync().failure()).contains(Failure.QUARANTINED);
    assertThat(server.requests().count()).isZero();

    release("the log's operator has explained it");
    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE + 50);
  }

  @Test
  void storesARepeatedContradictionAndKeepsTheFormerRelease() {
    server.serve(log.fork(699).grow(1));
    mirror.sync();
    release("by mistake");
    mirror.sync();

    assertThat(mirror.store().evidence().all()).hasSize(2);
    assertThat(mirror.store().evidence().all().get(1).release().orElseThrow().reason())
        .isEqualTo("by mistake");
    assertThat(mirror.sync().failure()).contains(Failure.QUARANTINED);
  }

  private void release(String reason) {
    Consumer<StoredEvidence.Release> release =
        end -> assertThat(mirror.store().evidence().release(log.identity().origin(), end)).isTrue();
    release.accept(new StoredEvidence.Release(Instant.EPOCH, "tester", reason));
  }

  private StoredEvidence onlyEvidence() {
    assertThat(mirror.store().evidence().all()).hasSize(1);
    return mirror.store().evidence().all().get(0);
  }
}

package org.stellaops.attestor.routefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.route.CycleReport;
import org.stellaops.attestor.tlog.TreeHead;

class CheckpointRoutesTest extends OneRouteFile {
  CheckpointRoutesTest() {
    super(
        "checkpoint",
        "direct:fetch-resource",
        "direct:prove-shard",
        "direct:mirror-tiles",
        "seda:tell-alerts.*");
  }

  private CycleReport sync() {
    return ask("direct:sync-log", Map.of("backend", BACKEND), CycleReport.class);
  }

  @Test
  void aProvedCheckpointIsPendingUntilItsTilesAreHere() throws Exception {
    serve(log);
    MockEndpoint tiles = border("direct:mirror-tiles");
    tiles.expectedMessageCount(1);

    CycleReport report = sync();

    assertThat(report.failure()).as(report.message()).isEmpty();
    tiles.assertIsSatisfied();
    assertThat(state().pending()).isEqualTo(log.head());
    assertThat(state().mirrored()).isEqualTo(TreeHead.EMPTY);
    assertThat(directory.resolve("tiles")).doesNotExist();
  }

  @Test
  void nothingIsFetchedForACheckpointThatTheLogHasNotSigned() throws Exception {
    serve(FakeLog.named("alone.example/log").grow(300).rotateKey());
    MockEndpoint tiles = border("direct:mirror-tiles");
    tiles.expectedMessageCount(0);

    CycleReport report = sync();

    assertThat(report.failure()).contains(Failure.UNTRUSTED_KEY);
    tiles.assertIsSatisfied();
    border("direct:fetch-resource").expectedMessageCount(1);
    border("direct:fetch-resource").assertIsSatisfied();
    assertThat(kit.store().checkpoints().find(log.identity().origin())).isEmpty();
  }

  @Test
  void aContradictionIsEvidenceAndThenAnAlertAndMovesNoHead() throws Exception {
    serve(log);
    sync();
    LogState before = state();
    MockEndpoint alerts = border("seda:tell-alerts");
    alerts.expectedMessageCount(1);
    border("direct:mirror-tiles").reset();
    border("direct:mirror-tiles").expectedMessageCount(0);

    serve(log.fork(200).grow(300));
    CycleReport report = sync();

    assertThat(report.failure()).contains(Failure.INCONSISTENT);
    MockEndpoint.assertIsSatisfied(context);
    assertThat(state().pending()).isEqualTo(before.pending());
    assertThat(kit.store().evidence().all()).hasSize(1);
  }
}

package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirrorLayout;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.TreeHead;

class CycleRoutesTest extends RouteFileTestCase {
  CycleRoutesTest() {
    super(
        "sync/cycle,sync/checkpoint,sync/proof,sync/peer,sync/fetch",
        "direct:fetch-resource",
        "direct:prove-shard-consistency",
        "direct:mirror-tiles",
        "direct:download-entries",
        "seda:deliver-alerts.*");
  }

  private CycleReport sync() {
    return ask("direct:sync-log", Map.of("backend", BACKEND), CycleReport.class);
  }

  @Test
  void provedCheckpointIsPendingUntilMirrored() throws Exception {
    serve(log);
    MockEndpoint tiles = mockEndpoint("direct:mirror-tiles");
    tiles.expectedMessageCount(1);

    CycleReport report = sync();

    assertThat(report.failure()).as(report.message()).isEmpty();
    tiles.assertIsSatisfied();
    assertThat(state().pending()).isEqualTo(log.head());
    assertThat(state().mirrored()).isEqualTo(TreeHead.EMPTY);
    assertThat(directory.resolve("tiles").toFile().list()).containsExactly(MirrorLayout.STORE_ID);
  }

  @Test
  void fetchesNothingForUnsignedCheckpoint() throws Exception {
    serve(FakeLog.named("alone.example/log").grow(300).rotateKey());
    MockEndpoint tiles = mockEndpoint("direct:mirror-tiles");
    tiles.expectedMessageCount(0);

    CycleReport report = sync();

    assertThat(report.failure()).contains(Failure.UNTRUSTED_KEY);
    tiles.assertIsSatisfied();
    mockEndpoint("direct:fetch-resource").expectedMessageCount(1);
    mockEndpoint("direct:fetch-resource").assertIsSatisfied();
    assertThat(kit.store().checkpoints().find(log.identity().origin())).isEmpty();
  }

  @Test
  void contradictionStoresEvidenceAndAlertsWithoutMovingHead() throws Exception {
    serve(log);
    sync();
    LogState before = state();
    MockEndpoint alerts = mockEndpoint("seda:deliver-alerts");
    alerts.expectedMessageCount(1);
    mockEndpoint("direct:mirror-tiles").reset();
    mockEndpoint("direct:mirror-tiles").expectedMessageCount(0);

    serve(log.fork(200).grow(300));
    CycleReport report = sync();

    assertThat(report.failure()).contains(Failure.INCONSISTENT);
    MockEndpoint.assertIsSatisfied(context);
    assertThat(state().pending()).isEqualTo(before.pending());
    assertThat(kit.store().evidence().all()).hasSize(1);
  }
}

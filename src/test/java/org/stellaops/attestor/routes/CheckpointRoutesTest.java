package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.RejectedNote;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.sync.SyncCycle;
import org.stellaops.attestor.route.sync.SyncCycles;
import org.stellaops.attestor.testlog.FakeLog;

class CheckpointRoutesTest extends RouteFileTestCase {
  CheckpointRoutesTest() {
    super("sync/checkpoint,sync/fetch", "direct:fetch-resource");
  }

  private SyncCycle begin() {
    return bean("syncCycles", SyncCycles.class).begin(BACKEND);
  }

  private Exchange open(SyncCycle cycle, FakeLog served) {
    return call(
        "direct:open-checkpoint",
        Map.of("backend", BACKEND, "headUpdate", cycle, "operation", cycle),
        fetched(served, FetchRequest.checkpoint(BACKEND)));
  }

  @Test
  void opensValidCheckpoint() {
    SyncCycle cycle = begin();

    assertThat(open(cycle, log).getException()).isNull();
    assertThat(cycle.checkpoint().orElseThrow().head()).isEqualTo(log.head());
    assertThat(kit.store().rejectedNotes().newest(log.identity().origin(), 1)).isEmpty();
  }

  @Test
  void storesRejectedNoteAsReceived() {
    FakeLog forged = FakeLog.named("alone.example/log").grow(300).rotateKey();

    assertThat(open(begin(), forged).getException())
        .isInstanceOfSatisfying(
            AttestorException.class,
            failure -> assertThat(failure.failure()).isEqualTo(Failure.UNTRUSTED_KEY));
    assertThat(kit.store().rejectedNotes().newest(log.identity().origin(), 9))
        .singleElement()
        .extracting(RejectedNote::raw)
        .isEqualTo(forged.checkpoint());
  }
}

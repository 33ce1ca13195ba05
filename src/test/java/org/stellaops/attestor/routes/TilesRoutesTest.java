package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.route.sync.SyncCycle;
import org.stellaops.attestor.route.sync.SyncCycles;
import org.stellaops.attestor.tlog.EntryBundle;

class TilesRoutesTest extends RouteFileTestCase {
  private static final EntryBundle FIRST = EntryBundle.full(0);
  private static final EntryBundle FIRST_OF_NEXT_UNIT = EntryBundle.full(256);
  private static final int UNIT = 65_536;

  TilesRoutesTest() {
    super("sync/tiles", "direct:fetch-resource", "direct:prove-consistency");
  }

  private Exchange mirrorTiles(SyncCycle cycle) {
    return call(
        "direct:mirror-tiles",
        Map.of("backend", BACKEND, "headUpdate", cycle, "operation", cycle),
        null);
  }

  @Test
  void mirrorsEverythingCommittedTo() {
    serve(log);

    Exchange done = mirrorTiles(PreparedSyncCycle.of(this, log, template));

    assertThat(done.getException()).isNull();
    assertThat(state().covered()).isEqualTo(log.size());
    for (String path : List.of("tile/0/000", "tile/entries/000", "tile/entries/001.p/44")) {
      assertThat(mirrored(path)).hasBinaryContent(log.get(path).orElseThrow());
    }
  }

  @Test
  void retriesBadEntryBundleWithNoCacheAndDiscardsIt() {
    serve(log.tamper(FIRST));

    Exchange done = mirrorTiles(PreparedSyncCycle.of(this, log, template));

    assertThat(done.getException()).isInstanceOf(AttestorException.class);
    assertThat(
            mockEndpoint("direct:fetch-resource").getReceivedExchanges().stream()
                .map(each -> each.getMessage().getBody())
                .filter(FetchRequest.class::isInstance)
                .map(FetchRequest.class::cast)
                .filter(each -> each.path().equals(FIRST.path()))
                .map(FetchRequest::noCache))
        .containsExactly(false, true);
    assertThat(mirrored(FIRST.path())).doesNotExist();
    assertThat(state().covered()).isZero();
  }

  @Test
  void provesRightEdgeOfEarlierCheckpointBeforeFetching() throws Exception {
    serve(log);
    bean("syncCycles", SyncCycles.class).finish(PreparedSyncCycle.of(this, log, template));
    MockEndpoint proof = mockEndpoint("direct:prove-consistency");
    proof.expectedMessageCount(1);
    proof.whenAnyExchangeReceived(exchange ->
        PreparedSyncCycle.prove(this, log, exchange.getVariable("headUpdate", HeadUpdate.class)));

    Exchange done = mirrorTiles(PreparedSyncCycle.judged(this, log));

    assertThat(done.getException()).isNull();
    proof.assertIsSatisfied();
    assertThat(state().covered()).isEqualTo(log.size());
  }

  @Test
  void fetchesNextUnitWhilePreviousIsSynced() throws Exception {
    log.grow(UNIT);
    CountDownLatch nextUnit = new CountDownLatch(1);
    serve(
        log,
        request -> {
          if (request.path().equals(FIRST_OF_NEXT_UNIT.path())) {
            nextUnit.countDown();
          }
        });
    Queue<Boolean> wasFetched = new ConcurrentLinkedQueue<>();
    beforeSync(exchange -> wasFetched.add(nextUnit.await(20, TimeUnit.SECONDS)));

    Exchange done = mirrorTiles(PreparedSyncCycle.of(this, log, template));

    assertThat(done.getException()).isNull();
    assertThat(wasFetched).containsExactly(true, true);
    assertThat(state().covered()).isEqualTo(log.size());
  }

  private void beforeSync(Processor processor) throws Exception {
    AdviceWith.adviceWith(
        context, "mirror-unit", route -> route.weaveById("sync-unit").before().process(processor));
  }
}

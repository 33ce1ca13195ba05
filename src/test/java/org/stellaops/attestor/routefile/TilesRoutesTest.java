package org.stellaops.attestor.routefile;

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
import org.stellaops.attestor.route.Cycle;
import org.stellaops.attestor.route.Cycles;
import org.stellaops.attestor.route.Request;
import org.stellaops.attestor.tlog.EntryBundle;

class TilesRoutesTest extends OneRouteFile {
  private static final EntryBundle FIRST = EntryBundle.full(0);
  private static final EntryBundle FIRST_OF_NEXT_UNIT = EntryBundle.full(256);
  private static final int UNIT = 65_536;

  TilesRoutesTest() {
    super("tiles", "direct:fetch-resource", "direct:prove-growth");
  }

  private Exchange mirrorTiles(Cycle cycle) {
    return call(
        "direct:mirror-tiles",
        Map.of("backend", BACKEND, "cycle", cycle, "tally", cycle.tally()),
        null);
  }

  @Test
  void everythingThatTheCheckpointCommitsToIsOnDiskAndCovered() {
    serve(log);

    Exchange done = mirrorTiles(AcceptedCycle.of(this, log, template));

    assertThat(done.getException()).isNull();
    assertThat(state().covered()).isEqualTo(log.size());
    for (String path : List.of("tile/0/000", "tile/entries/000", "tile/entries/001.p/44")) {
      assertThat(mirrored(path)).hasBinaryContent(log.get(path).orElseThrow());
    }
  }

  @Test
  void aBadBundleIsAskedForPastCachesAndThenNeverNamed() {
    serve(log.tamper(FIRST));

    Exchange done = mirrorTiles(AcceptedCycle.of(this, log, template));

    assertThat(done.getException()).isInstanceOf(AttestorException.class);
    assertThat(
            border("direct:fetch-resource").getReceivedExchanges().stream()
                .map(each -> each.getMessage().getBody())
                .filter(Request.class::isInstance)
                .map(Request.class::cast)
                .filter(each -> each.path().equals(FIRST.path()))
                .map(Request::pastCaches))
        .containsExactly(false, true);
    assertThat(mirrored(FIRST.path())).doesNotExist();
    assertThat(state().covered()).isZero();
  }

  @Test
  void whatAnEarlierCycleAcceptedIsProvedAgainBeforeItsTilesAreFetched() throws Exception {
    serve(log);
    bean("cycles", Cycles.class).finish(AcceptedCycle.of(this, log, template));
    MockEndpoint proof = border("direct:prove-growth");
    proof.expectedMessageCount(1);
    proof.whenAnyExchangeReceived(
        exchange -> AcceptedCycle.prove(this, log, exchange.getVariable("cycle", Cycle.class)));

    Exchange done = mirrorTiles(AcceptedCycle.judged(this, log));

    assertThat(done.getException()).isNull();
    proof.assertIsSatisfied();
    assertThat(state().covered()).isEqualTo(log.size());
  }

  @Test
  void theNextUnitIsFetchedWhileASlowDiskTakesTheOneBefore() throws Exception {
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
    beforeUnitGoesToDisk(exchange -> wasFetched.add(nextUnit.await(20, TimeUnit.SECONDS)));

    Exchange done = mirrorTiles(AcceptedCycle.of(this, log, template));

    assertThat(done.getException()).isNull();
    assertThat(wasFetched).containsExactly(true, true);
    assertThat(state().covered()).isEqualTo(log.size());
  }

  private void beforeUnitGoesToDisk(Processor processor) throws Exception {
    AdviceWith.adviceWith(
        context,
        "mirror-unit",
        route -> route.weaveById("settle-unit-on-disk").before().process(processor));
  }
}

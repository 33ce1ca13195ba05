package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.SyncCycle;
import org.stellaops.attestor.tlog.Tile;

class ProofRoutesTest extends RouteFileTestCase {
  ProofRoutesTest() {
    super("sync/proof", "direct:fetch-resource");
  }

  private Exchange prove(SyncCycle cycle) {
    return call(
        "direct:prove-consistency",
        Map.of("backend", BACKEND, "headUpdate", cycle, "operation", cycle),
        null);
  }

  @Test
  void provesRightEdgeOfFirstCheckpoint() {
    serve(log);
    SyncCycle cycle = PreparedSyncCycle.judged(this, log);

    Exchange done = prove(cycle);

    assertThat(done.getException()).isNull();
    assertThat(cycle.rightEdge().orElseThrow().tiles()).containsKey(new Tile(0, 1, 44));
  }

  @Test
  void fetchesBadTileOnceMoreWithNoCache() {
    Tile bad = new Tile(0, 1, 44);
    List<Boolean> noCache = new ArrayList<>();
    serve(
        log.tamper(bad),
        request -> {
          if (request.resource().filter(bad::equals).isPresent()) {
            noCache.add(request.noCache());
          }
        });
    SyncCycle cycle = PreparedSyncCycle.judged(this, log);

    Exchange done = prove(cycle);

    assertThat(done.getException())
        .isInstanceOfSatisfying(
            AttestorException.class,
            failure -> assertThat(failure.failure()).isEqualTo(Failure.BAD_TILE));
    assertThat(noCache).containsExactly(false, true);
    assertThat(cycle.rightEdge()).isEmpty();
  }
}

package org.stellaops.attestor.routes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.builder.NotifyBuilder;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class PruneRoutesTest extends RouteFileTestCase {
  PruneRoutesTest() {
    super("maintenance/prune");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().sync("initialDelay", "0").tileCache("autoPruneAfter", "1ms");
  }

  @Test
  void prunesOldEntriesAndReleasesLock() throws Exception {
    mirror();
    NotifyBuilder pruned = new NotifyBuilder(context).fromRoute("prune-log").whenDone(2).create();

    context.addRouteFromTemplate("prune-log", "prune-backend", Map.of("backendId", BACKEND));

    assertThat(pruned.matches(60, SECONDS)).isTrue();
    assertThat(state().minimumIndex()).isEqualTo(log.size());
    assertThat(mirrored("tile/entries/000")).doesNotExist();
    assertThat(mirrored("checkpoint")).exists();
  }
}

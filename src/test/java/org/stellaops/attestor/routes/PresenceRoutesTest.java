package org.stellaops.attestor.routes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.apache.camel.builder.NotifyBuilder;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class PresenceRoutesTest extends RouteFileTestCase {
  PresenceRoutesTest() {
    super("maintenance/presence", "direct:accept-checkpoint");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().sync("initialDelay", "0");
  }

  @Test
  void recordsLostFilesAndReleasesLock() throws Exception {
    mirror();
    assertThat(state().damage()).isEmpty();
    Files.delete(mirrored("tile/0/000"));
    NotifyBuilder checked = new NotifyBuilder(context).fromRoute("check-log").whenDone(2).create();

    context.addRouteFromTemplate("check-log", "check-backend", Map.of("backendId", BACKEND));

    assertThat(checked.matches(60, SECONDS)).isTrue();
    assertThat(state().damage()).isPresent();
  }
}

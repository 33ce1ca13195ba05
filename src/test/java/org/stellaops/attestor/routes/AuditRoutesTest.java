package org.stellaops.attestor.routes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.apache.camel.builder.NotifyBuilder;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class AuditRoutesTest extends RouteFileTestCase {
  AuditRoutesTest() {
    super("maintenance/audit");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().audit("initialDelay", "0").audit("period", "1h");
  }

  @Test
  void reportsDamageWithoutRepair() throws Exception {
    mirror();
    Files.delete(mirrored("tile/entries/000"));
    NotifyBuilder audited = new NotifyBuilder(context).fromRoute("audit-log").whenDone(1).create();

    context.addRouteFromTemplate("audit-log", "audit-backend", Map.of("backendId", BACKEND));

    assertThat(audited.matches(60, SECONDS)).isTrue();
    assertThat(kit.meterValue("attestor_audit_findings{backend=\"log\"}")).isEqualTo(1);
    assertThat(mirrored("tile/entries/000")).doesNotExist();
  }
}

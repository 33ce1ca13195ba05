package org.stellaops.attestor.routefile;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.apache.camel.builder.NotifyBuilder;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.scenario.TestConfiguration;

class AuditRoutesTest extends OneRouteFile {
  AuditRoutesTest() {
    super("audit");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().audit("initialDelay", "0").audit("period", "1h");
  }

  @Test
  void damageThatNobodyLooksForIsFoundAndLeftAsItIs() throws Exception {
    mirror();
    Files.delete(mirrored("tile/entries/000"));
    NotifyBuilder audited = new NotifyBuilder(context).fromRoute("audit-log").whenDone(1).create();

    context.addRouteFromTemplate("audit-log", "audit-backend", Map.of("backendId", BACKEND));

    assertThat(audited.matches(60, SECONDS)).isTrue();
    assertThat(kit.meter("attestor_audit_findings{backend=\"log\"}")).isEqualTo(1);
    assertThat(mirrored("tile/entries/000")).doesNotExist();
  }
}

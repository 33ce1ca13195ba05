package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.audit.AuditReport;
import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.route.fetch.FetchAttempt;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.fetch.LogReader;
import org.stellaops.attestor.route.maintenance.BackgroundAudit;
import org.stellaops.attestor.route.maintenance.RepairReport;
import org.stellaops.attestor.route.sync.Tiles;

class RepairRoutesTest extends RouteFileTestCase {
  private static final String BUNDLE = "tile/entries/000";

  RepairRoutesTest() {
    super("maintenance/repair", "direct:fetch-verified", "direct:prove-consistency");
  }

  @BeforeEach
  void damage() throws IOException {
    mirror();
    Files.delete(mirrored(BUNDLE));
    Files.delete(mirrored("tile/0/000"));
  }

  private RepairReport repair() {
    AuditReport findings = bean("backgroundAudit", BackgroundAudit.class).run(BACKEND);
    return call("direct:repair-mirror", Map.of("backend", BACKEND), findings)
        .getMessage()
        .getBody(RepairReport.class);
  }

  @Test
  void fetchesOnlyWhatCannotBeRecovered() throws Exception {
    MockEndpoint requests = mockEndpoint("direct:fetch-verified");
    requests.expectedMessageCount(1);
    requests.whenAnyExchangeReceived(this::verify);

    RepairReport report = repair();

    assertThat(report.failure()).as(report.message()).isEmpty();
    requests.assertIsSatisfied();
    for (String path : new String[] {BUNDLE, "tile/0/000"}) {
      assertThat(mirrored(path)).hasBinaryContent(log.get(path).orElseThrow());
    }
  }

  @Test
  void failedRepairReportsReasonAndReleasesLock() {
    mockEndpoint("direct:fetch-verified")
        .whenAnyExchangeReceived(exchange -> {
          throw new AttestorException(Failure.NETWORK, "the log is gone", "try again");
        });

    assertThat(repair().failure()).contains(Failure.NETWORK);
    assertThat(mirrored(BUNDLE)).doesNotExist();

    mockEndpoint("direct:fetch-verified").whenAnyExchangeReceived(this::verify);
    assertThat(repair().failure()).isEmpty();
  }

  /** What the route fetch-verified replies. */
  private void verify(Exchange exchange) {
    Tiles tiles = bean("tiles", Tiles.class);
    FetchRequest request = tiles.request(exchange.getMessage().getBody(ExpectedResource.class));
    FetchAttempt attempt = bean("logReader", LogReader.class).begin(request);
    exchange.getMessage().setBody(tiles.verify(attempt, fetched(log, request)));
  }
}

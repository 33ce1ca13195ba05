package org.stellaops.attestor.routefile;

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
import org.stellaops.attestor.mirror.AuditReport;
import org.stellaops.attestor.mirror.Wanted;
import org.stellaops.attestor.route.Audits;
import org.stellaops.attestor.route.RepairReport;
import org.stellaops.attestor.route.Tiles;

class RepairRoutesTest extends OneRouteFile {
  private static final String BUNDLE = "tile/entries/000";

  RepairRoutesTest() {
    super("repair", "direct:get-verified", "direct:prove-growth");
  }

  @BeforeEach
  void damage() throws IOException {
    mirror();
    Files.delete(mirrored(BUNDLE));
    Files.delete(mirrored("tile/0/000"));
  }

  private RepairReport repair() {
    AuditReport findings = bean("audits", Audits.class).run(BACKEND);
    return call("direct:repair-mirror", Map.of("backend", BACKEND), findings)
        .getMessage()
        .getBody(RepairReport.class);
  }

  @Test
  void onlyWhatDoesNotFollowFromGoodFilesIsFetched() throws Exception {
    MockEndpoint requests = border("direct:get-verified");
    requests.expectedMessageCount(1);
    requests.whenAnyExchangeReceived(this::admit);

    RepairReport report = repair();

    assertThat(report.failure()).as(report.message()).isEmpty();
    requests.assertIsSatisfied();
    for (String path : new String[] {BUNDLE, "tile/0/000"}) {
      assertThat(mirrored(path)).hasBinaryContent(log.get(path).orElseThrow());
    }
  }

  @Test
  void aRepairThatFailsSaysWhyAndGivesTheLockBack() {
    border("direct:get-verified")
        .whenAnyExchangeReceived(exchange -> {
          throw new AttestorException(Failure.NETWORK, "the log is gone", "try again");
        });

    assertThat(repair().failure()).contains(Failure.NETWORK);
    assertThat(mirrored(BUNDLE)).doesNotExist();

    border("direct:get-verified").whenAnyExchangeReceived(this::admit);
    assertThat(repair().failure()).isEmpty();
  }

  /** What the route get-verified answers. */
  private void admit(Exchange exchange) {
    Tiles tiles = bean("tiles", Tiles.class);
    Wanted wanted = exchange.getVariable("wanted", Wanted.class);
    exchange.getMessage().setBody(tiles.admit(wanted, fetched(log, tiles.request(wanted))));
  }
}

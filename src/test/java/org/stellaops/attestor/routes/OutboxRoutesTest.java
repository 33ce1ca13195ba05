package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.FileArrival.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class OutboxRoutesTest extends RouteFileTestCase {
  OutboxRoutesTest() {
    super("airgap/outbox", "direct:export-bundle");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration()
        .airGap("outbox", outbox().toString())
        .airGap("exportInterval", "1s")
        .airGap("inboxInterval", "1s");
  }

  private Path outbox() {
    return directory.resolve("outbox");
  }

  private Path request(String yaml) throws IOException {
    Path file = outbox().resolve("requests").resolve("kit.yaml");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, yaml);
  }

  private static ExportRequest firstRequest(MockEndpoint exports) {
    return exports.getExchanges().get(0).getVariable("exportRequest", ExportRequest.class);
  }

  @Test
  void exportsBundleThatFileRequests() throws Exception {
    MockEndpoint exports = mockEndpoint("direct:export-bundle");
    exports.expectedMinimumMessageCount(1);

    Path file = request("backend: log\nsince: 200\n");

    exports.assertIsSatisfied();
    assertThat(firstRequest(exports).requestFile()).contains(file);
    assertThat(firstRequest(exports).sinceSize()).hasValue(200);
  }

  @Test
  void answersUnreadableRequest() throws Exception {
    mockEndpoint("direct:export-bundle").expectedMessageCount(0);

    request("backend: unknown\n");

    await(outbox().resolve("requests/refused/kit.yaml"));
    assertThat(outbox().resolve("requests/refused/kit.report.json")).content().contains("unknown");
    MockEndpoint.assertIsSatisfied(context);
  }

  @Test
  void exportsMirrorAtInterval() throws Exception {
    mirror();
    MockEndpoint exports = mockEndpoint("direct:export-bundle");
    exports.expectedMinimumMessageCount(1);

    context.addRouteFromTemplate("export-log", "export-backend", Map.of("backendId", BACKEND));

    exports.assertIsSatisfied();
    assertThat(firstRequest(exports).requestFile()).isEqualTo(Optional.empty());
    assertThat(firstRequest(exports).backend()).isEqualTo(BACKEND);
  }
}

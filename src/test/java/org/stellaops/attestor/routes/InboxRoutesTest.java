package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Message;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class InboxRoutesTest extends RouteFileTestCase {
  InboxRoutesTest() {
    super("airgap/inbox", "direct:import-bundle", "direct:end-import");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration()
        .airGap("inbox", directory.resolve("inbox").toString())
        .airGap("settleTime", "1s")
        .airGap("inboxInterval", "100ms");
  }

  private Path drop(String name, String content) throws IOException {
    Path file = directory.resolve("inbox").resolve(name);
    Files.createDirectories(file.getParent());
    Path hidden = Files.writeString(file.resolveSibling("." + name), content);
    return Files.move(hidden, file);
  }

  @Test
  void importsCompleteBundleWithoutFileHeaders() throws Exception {
    MockEndpoint imports = mockEndpoint("direct:import-bundle");
    imports.expectedMinimumMessageCount(1);

    Path file = drop("kit.tar.gz", "a bundle");

    imports.assertIsSatisfied();
    ImportRequest request =
        imports.getExchanges().get(0).getVariable("importRequest", ImportRequest.class);
    assertThat(request.file()).isEqualTo(file);
    assertThat(request.fromInbox()).isTrue();
    Message message = imports.getExchanges().get(0).getMessage();
    assertThat(message.getHeaders().keySet()).noneMatch(name -> name.startsWith("Camel"));
  }

  @Test
  void reportsBundleWithMalformedDigest() throws Exception {
    MockEndpoint ends = mockEndpoint("direct:end-import");
    ends.expectedMinimumMessageCount(1);
    mockEndpoint("direct:import-bundle").expectedMessageCount(0);

    drop("kit.tar.gz.sha256", "no digest\n");
    drop("kit.tar.gz", "a bundle");

    MockEndpoint.assertIsSatisfied(context);
    BundleReport report = ends.getExchanges().get(0).getMessage().getBody(BundleReport.class);
    assertThat(report.failure()).contains(Failure.INCOMPLETE);
  }
}

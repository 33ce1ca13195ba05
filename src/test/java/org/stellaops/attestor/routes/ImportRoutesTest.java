package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.app.RouteFixture;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class ImportRoutesTest extends RouteFileTestCase {
  private Path bundle;

  ImportRoutesTest() {
    super(
        "airgap/import",
        "direct:accept-checkpoint",
        "direct:publish-checkpoint",
        "seda:deliver-alerts.*");
  }

  @BeforeEach
  void exportElsewhere() {
    log.write(source());
    bundle = directory.resolve("kit.tar.gz");
    TestConfiguration elsewhere =
        new TestConfiguration(directory.resolve("elsewhere"))
            .follow(BACKEND, log, source().toUri());
    ExportRequest request =
        new ExportRequest(
            BACKEND,
            bundle,
            BundleContent.ENTRIES,
            true,
            OptionalLong.empty(),
            Optional.empty(),
            0,
            Optional.empty());
    try (RouteFixture exporter = new RouteFixture(elsewhere.settings());
        AttestorRuntime everything = exporter.startRuntime()) {
      everything.sync(BACKEND);
      assertThat(everything.export(request).get(0).message()).isEmpty();
    }
  }

  private BundleReport importBundle() {
    Map<String, Object> request = Map.of("importRequest", new ImportRequest(bundle, false, false));
    return ask("direct:import-bundle", request, BundleReport.class);
  }

  @Test
  void publishesFilesBetweenAcceptanceAndPublication() throws Exception {
    mockEndpoint("direct:accept-checkpoint")
        .whenAnyExchangeReceived(exchange -> {
          assertThat(mirrored("tile/entries/000")).doesNotExist();
          PreparedSyncCycle.accept(
              this, exchange.getVariable("headUpdate", HeadUpdate.class), template);
        });
    MockEndpoint publication = mockEndpoint("direct:publish-checkpoint");
    publication.expectedMessageCount(1);
    publication.whenAnyExchangeReceived(
        exchange -> assertThat(mirrored("tile/entries/000")).exists());

    BundleReport report = importBundle();

    assertThat(report.failure()).as(report.message()).isEmpty();
    publication.assertIsSatisfied();
    assertThat(state().covered()).isEqualTo(log.size());
  }

  @Test
  void storesNothingOfCorruptedBundle() throws Exception {
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length / 2] ^= 1;
    Files.write(bundle, bytes);
    mockEndpoint("direct:accept-checkpoint").expectedMessageCount(0);

    assertThat(importBundle().failure()).isPresent();

    MockEndpoint.assertIsSatisfied(context);
    assertThat(mirrored("tile")).doesNotExist();
    assertThat(kit.store().checkpoints().all()).isEmpty();
  }
}

package org.stellaops.attestor.routefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.RouteKit;
import org.stellaops.attestor.bundle.BundleContent;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.Cycle;
import org.stellaops.attestor.route.ExportRequest;
import org.stellaops.attestor.route.ImportRequest;
import org.stellaops.attestor.scenario.TestConfiguration;

class ImportRoutesTest extends OneRouteFile {
  private Path bundle;

  ImportRoutesTest() {
    super("import", "direct:accept-checkpoint", "direct:publish-checkpoint", "seda:tell-alerts.*");
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
    try (RouteKit exporter = new RouteKit(elsewhere.settings());
        AttestorRuntime everything = exporter.everything()) {
      everything.sync(BACKEND);
      assertThat(everything.export(request).get(0).message()).isEmpty();
    }
  }

  private BundleReport importBundle() {
    Map<String, Object> request = Map.of("request", new ImportRequest(bundle, false, false));
    return ask("direct:import-bundle", request, BundleReport.class);
  }

  @Test
  void filesGetTheirNamesAfterTheHeadIsStoredAndBeforeItIsPublished() throws Exception {
    border("direct:accept-checkpoint")
        .whenAnyExchangeReceived(exchange -> {
          assertThat(mirrored("tile/entries/000")).doesNotExist();
          AcceptedCycle.accept(this, exchange.getVariable("cycle", Cycle.class), template);
        });
    MockEndpoint publication = border("direct:publish-checkpoint");
    publication.expectedMessageCount(1);
    publication.whenAnyExchangeReceived(
        exchange -> assertThat(mirrored("tile/entries/000")).exists());

    BundleReport report = importBundle();

    assertThat(report.failure()).as(report.message()).isEmpty();
    publication.assertIsSatisfied();
    assertThat(state().covered()).isEqualTo(log.size());
  }

  @Test
  void nothingIsStoredOfABundleWithOneFlippedBit() throws Exception {
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length / 2] ^= 1;
    Files.write(bundle, bytes);
    border("direct:accept-checkpoint").expectedMessageCount(0);

    assertThat(importBundle().failure()).isPresent();

    MockEndpoint.assertIsSatisfied(context);
    assertThat(mirrored("tile")).doesNotExist();
    assertThat(kit.store().checkpoints().all()).isEmpty();
  }
}

package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;

class ExportRoutesTest extends RouteFileTestCase {
  private final FakeRekor rekor = FakeRekor.named("rekor.example").openShard(1, 300);
  private final FakeRekorServer server = FakeRekorServer.start(rekor);

  ExportRoutesTest() {
    super("airgap/export", "direct:record-bundle", "direct:fetch-resource");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().follow("rekor", rekor, server.url());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @BeforeEach
  void begin() {
    mirror();
    mockEndpoint("direct:record-bundle").expectedMessageCount(1);
  }

  private BundleReport export(Path file) throws Exception {
    return export(BACKEND, file, BundleContent.ENTRIES, OptionalLong.empty());
  }

  private BundleReport export(String backend, Path file, BundleContent content, OptionalLong since)
      throws Exception {
    ExportRequest request =
        new ExportRequest(
            backend, file, content, true, since, Optional.empty(), 0, Optional.empty());
    List<?> reports = ask("direct:export-bundle", Map.of("exportRequest", request), List.class);
    MockEndpoint.assertIsSatisfied(context);
    return (BundleReport) reports.get(0);
  }

  @Test
  void writesBundleAndChecksumAndRecordsThem() throws Exception {
    BundleReport report = export(directory.resolve("kit.tar.gz"));

    assertThat(report.failure()).as(report.message()).isEmpty();
    assertThat(directory.resolve("kit.tar.gz")).exists();
    assertThat(directory.resolve("kit.tar.gz.sha256")).content().contains(report.sha256());
  }

  @Test
  void recordsFailedExportAndLeavesNoFile() throws Exception {
    BundleReport report = export(directory.resolve("not/there/kit.tar.gz"));

    assertThat(report.failure()).contains(Failure.DISK);
    assertThat(directory.resolve("not")).doesNotExist();
  }

  @Test
  void doesNotExportShardWithoutProof() throws Exception {
    try (AttestorRuntime everything = kit.startRuntime()) {
      assertThat(everything.sync("rekor/1").message()).isEmpty();
      rekor.grow(200);
      assertThat(everything.sync("rekor/1").message()).isEmpty();
    }
    mockEndpoint("direct:fetch-resource")
        .whenAnyExchangeReceived(exchange -> {
          throw new AttestorException(Failure.NETWORK, "gone", "");
        });

    BundleReport report =
        export(
            "rekor/1",
            directory.resolve("kit.tar.gz"),
            BundleContent.CHECKPOINTS,
            OptionalLong.of(300));

    assertThat(report.failure()).contains(Failure.NETWORK);
    assertThat(report.hint()).contains("stella attestor anchor add --backend rekor/1");
    assertThat(directory.resolve("kit.tar.gz")).doesNotExist();
  }
}

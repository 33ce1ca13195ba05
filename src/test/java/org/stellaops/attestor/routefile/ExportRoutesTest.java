package org.stellaops.attestor.routefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.bundle.BundleContent;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.ExportRequest;

class ExportRoutesTest extends OneRouteFile {
  ExportRoutesTest() {
    super("export", "direct:record-bundle");
  }

  @BeforeEach
  void begin() {
    mirror();
    border("direct:record-bundle").expectedMessageCount(1);
  }

  private BundleReport export(Path file) throws Exception {
    ExportRequest request =
        new ExportRequest(
            BACKEND,
            file,
            BundleContent.ENTRIES,
            true,
            OptionalLong.empty(),
            Optional.empty(),
            0,
            Optional.empty());
    List<?> reports = ask("direct:export-bundle", Map.of("request", request), List.class);
    MockEndpoint.assertIsSatisfied(context);
    return (BundleReport) reports.get(0);
  }

  @Test
  void aBundleHasItsNameAndItsSealOnceItIsInTheHistory() throws Exception {
    BundleReport report = export(directory.resolve("kit.tar.gz"));

    assertThat(report.failure()).as(report.message()).isEmpty();
    assertThat(directory.resolve("kit.tar.gz")).exists();
    assertThat(directory.resolve("kit.tar.gz.sha256")).content().contains(report.sha256());
  }

  @Test
  void anExportThatFailsIsInTheHistoryTooAndLeavesNoFile() throws Exception {
    BundleReport report = export(directory.resolve("not/there/kit.tar.gz"));

    assertThat(report.failure()).contains(Failure.DISK);
    assertThat(directory.resolve("not")).doesNotExist();
  }
}

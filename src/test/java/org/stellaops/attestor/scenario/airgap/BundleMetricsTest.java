package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.testlog.FakeLog;

/** What Prometheus sees of bundles. */
class BundleMetricsTest {
  private static final String LOG_LABEL = "{backend=\"log\"}";

  @TempDir private Path directory;
  private AirGapFixture airGap;

  @BeforeEach
  void setUp() throws IOException {
    airGap = AirGapFixture.of(directory, FakeLog.named("metered.example/log").grow(300));
  }

  @AfterEach
  void tearDown() {
    airGap.close();
  }

  @Test
  void updatesCountsBytesAndLastSuccessTimeForEachBundle() throws IOException {
    String exported = "attestor_bundle_export_last_success_timestamp_seconds" + LOG_LABEL;
    String imported = "attestor_bundle_import_last_success_timestamp_seconds" + LOG_LABEL;
    assertThat(airGap.connected().meter(exported)).isNaN();
    assertThat(airGap.isolated().meter(imported)).isNaN();

    Path bundle = airGap.export(airGap.everything("kit.tar.gz")).get(0);
    airGap.importSuccessfully(bundle);
    double now = Instant.now().toEpochMilli() / 1000.0;

    assertThat(airGap.connected().meter(countSeries("export", "written"))).isEqualTo(1);
    assertThat(airGap.isolated().meter(countSeries("import", "first_contact"))).isEqualTo(1);
    assertThat(airGap.connected().meter("attestor_bundle_export_bytes_total" + LOG_LABEL))
        .isEqualTo(airGap.isolated().meter("attestor_bundle_import_bytes_total" + LOG_LABEL))
        .isEqualTo(Files.size(bundle));
    double first = airGap.isolated().meter(imported);
    assertThat(first).isCloseTo(now, within(60.0));
    assertThat(airGap.connected().meter(exported)).isCloseTo(now, within(60.0));

    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length / 2] ^= 1;
    String failureOutcome =
        airGap.importBundle(Files.write(airGap.carried("bad.tar.gz"), bytes)).outcome();

    assertThat(airGap.isolated().meter(countSeries("import", failureOutcome))).isEqualTo(1);
    assertThat(airGap.isolated().meter(imported)).isEqualTo(first);
  }

  private static String countSeries(String direction, String outcome) {
    return "attestor_bundle_%ss_total{backend=\"log\",outcome=\"%s\"}"
        .formatted(direction, outcome);
  }
}

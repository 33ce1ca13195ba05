package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.fakelog.FakeLog;

/** What Prometheus sees of bundles. */
class BundleMetersTest {
  private static final String OF_LOG = "{backend=\"log\"}";

  @TempDir private Path directory;
  private TwoSides sides;

  @BeforeEach
  void begin() throws IOException {
    sides = TwoSides.of(directory, FakeLog.named("metered.example/log").grow(300));
  }

  @AfterEach
  void end() {
    sides.close();
  }

  @Test
  void countsBytesAndTheTimeOfTheLastSuccessFollowEachBundle() throws IOException {
    String exported = "attestor_bundle_export_last_success_timestamp_seconds" + OF_LOG;
    String imported = "attestor_bundle_import_last_success_timestamp_seconds" + OF_LOG;
    assertThat(sides.connected().meter(exported)).isNaN();
    assertThat(sides.isolated().meter(imported)).isNaN();

    Path kit = sides.export(sides.everything("kit.tar.gz")).get(0);
    sides.importGood(kit);
    double now = Instant.now().toEpochMilli() / 1000.0;

    assertThat(sides.connected().meter(count("export", "written"))).isEqualTo(1);
    assertThat(sides.isolated().meter(count("import", "first_contact"))).isEqualTo(1);
    assertThat(sides.connected().meter("attestor_bundle_export_bytes_total" + OF_LOG))
        .isEqualTo(sides.isolated().meter("attestor_bundle_import_bytes_total" + OF_LOG))
        .isEqualTo(Files.size(kit));
    double first = sides.isolated().meter(imported);
    assertThat(first).isCloseTo(now, within(60.0));
    assertThat(sides.connected().meter(exported)).isCloseTo(now, within(60.0));

    byte[] bytes = Files.readAllBytes(kit);
    bytes[bytes.length / 2] ^= 1;
    String word = sides.importBundle(Files.write(sides.carried("bad.tar.gz"), bytes)).outcome();

    assertThat(sides.isolated().meter(count("import", word))).isEqualTo(1);
    assertThat(sides.isolated().meter(imported)).isEqualTo(first);
  }

  private static String count(String direction, String outcome) {
    return "attestor_bundle_%ss_total{backend=\"log\",outcome=\"%s\"}"
        .formatted(direction, outcome);
  }
}

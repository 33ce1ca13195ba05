package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.testlog.FakeLog;

/** The report of an import says what was proved, for those who read nothing but reports. */
class ImportReportTest {
  @TempDir private Path directory;
  private AirGapFixture airGap;

  @BeforeEach
  void setUp() throws IOException {
    airGap = AirGapFixture.of(directory, FakeLog.named("proved.example/log").grow(700));
  }

  @AfterEach
  void tearDown() {
    airGap.close();
  }

  @Test
  void reportsTheKeyTheKnownHeadAndTheVerifiedCounts() throws IOException {
    Path full = airGap.export(airGap.everything("full.tar.gz")).get(0);
    BundleReport first = airGap.importSuccessfully(full);
    Map<String, String> files = airGap.isolated().files();
    long entries = files.keySet().stream().filter(file -> file.contains("/entries/")).count();
    long tiles = files.keySet().stream().filter(file -> file.startsWith("tile/")).count() - entries;
    assertThat(first.json().get("proved")).isEqualTo(expectedReport(null, tiles, entries));

    airGap.grow(1000);
    BundleReport next =
        airGap.importSuccessfully(airGap.export(airGap.since(700, "next.tar.gz")).get(0));
    // from entry 512: five tiles and the level-1 tile over them
    assertThat(next.json().get("proved")).isEqualTo(expectedReport(700L, 6, 5));

    BundleReport older = airGap.isolated().importBundle(AirGapFixture.dryRun(full));
    assertThat(older.json().get("proved")).isEqualTo(expectedReport(1700L, tiles, entries));
  }

  @Test
  void reportsNoVerificationForARejectedBundle() {
    Path full = airGap.export(airGap.everything("full.tar.gz")).get(0);
    Path forged =
        BundleForger.of(full)
            .transformFile("tile/entries/002.p/188", content -> new byte[content.length])
            .write(airGap.carried("forged.tar.gz"));

    BundleReport report = airGap.importBundle(forged);

    assertThat(report.failure()).isPresent();
    assertThat(report.json()).containsEntry("proved", null);
  }

  private Map<String, @Nullable Object> expectedReport(
      @Nullable Long known, long tiles, long entries) {
    VerifierKey key = airGap.log().identity().key();
    Map<String, @Nullable Object> expected = new HashMap<>();
    expected.put("logKey", "proved.example/log+" + key.keyId());
    expected.put("consistentWith", known);
    expected.put("tiles", tiles);
    expected.put("entryBundles", entries);
    expected.put("consistencyProofs", 0);
    expected.put("announcedSize", null);
    return expected;
  }
}

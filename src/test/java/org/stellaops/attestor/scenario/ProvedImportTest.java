package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.bundle.Forge;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.BundleReport;

/** The report of an import says what was proved, for those who read nothing but reports. */
class ProvedImportTest {
  @TempDir private Path directory;
  private TwoSides sides;

  @BeforeEach
  void begin() throws IOException {
    sides = TwoSides.of(directory, FakeLog.named("proved.example/log").grow(700));
  }

  @AfterEach
  void end() {
    sides.close();
  }

  @Test
  void itNamesTheKeyTheHeadThatWasKnownAndHowMuchWasChecked() throws IOException {
    Path full = sides.export(sides.everything("full.tar.gz")).get(0);
    BundleReport first = sides.importGood(full);
    Map<String, String> files = sides.isolated().files();
    long entries = files.keySet().stream().filter(file -> file.contains("/entries/")).count();
    long tiles = files.keySet().stream().filter(file -> file.startsWith("tile/")).count() - entries;
    assertThat(first.json().get("proved")).isEqualTo(proved(null, tiles, entries));

    sides.grow(1000);
    BundleReport next = sides.importGood(sides.export(sides.since(700, "next.tar.gz")).get(0));
    // from entry 512: five tiles and the level-1 tile over them
    assertThat(next.json().get("proved")).isEqualTo(proved(700L, 6, 5));

    BundleReport older = sides.isolated().importBundle(TwoSides.dryRun(full));
    assertThat(older.json().get("proved")).isEqualTo(proved(1700L, tiles, entries));
  }

  @Test
  void ofABundleThatIsRefusedNothingIsProved() {
    Path full = sides.export(sides.everything("full.tar.gz")).get(0);
    Path forged =
        Forge.of(full)
            .file("tile/entries/002.p/188", content -> new byte[content.length])
            .write(sides.carried("forged.tar.gz"));

    BundleReport report = sides.importBundle(forged);

    assertThat(report.failure()).isPresent();
    assertThat(report.json()).containsEntry("proved", null);
  }

  private Map<String, @Nullable Object> proved(@Nullable Long known, long tiles, long entries) {
    VerifierKey key = sides.log().identity().key();
    Map<String, @Nullable Object> proved = new HashMap<>();
    proved.put("logKey", "proved.example/log+" + key.keyId());
    proved.put("consistentWith", known);
    proved.put("tiles", tiles);
    proved.put("entryBundles", entries);
    proved.put("consistencyProofs", 0);
    proved.put("announcedSize", null);
    return proved;
  }
}

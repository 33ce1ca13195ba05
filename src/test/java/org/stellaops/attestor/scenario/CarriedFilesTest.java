package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.bundle.Forge;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.route.BundleReport;

/** What travels with a log and is believed by nobody: trust material and anchors. */
class CarriedFilesTest {
  @TempDir private Path directory;
  private TwoSides sides;
  private Path carry;
  private Path received;

  @BeforeEach
  void begin() throws IOException {
    sides = TwoSides.of(directory, FakeLog.named("carried.example/log").grow(300));
    String own = sides.log().identity().origin().directory();
    carry = sides.connected().settings().dataDir().resolve("carry");
    received = sides.isolated().settings().dataDir().resolve("received").resolve(own);
    put("trust/trusted_root.json", "for every log");
    put(own + "/trust/keys.pem", "for this log");
    put(own + "/anchors/1193050959", "an anchor");
    put("0".repeat(64) + "/anchors/stray", "of another log");
  }

  @AfterEach
  void end() {
    sides.close();
  }

  @Test
  void theyArriveAsTheyWereAndOnlyThoseOfTheLog() throws IOException {
    put("trust/.hidden", "an editor's");
    Path bundle = sides.export(sides.everything("kit.tar.gz")).get(0);

    BundleReport report = sides.importGood(bundle);

    assertThat(report.manifest().orElseThrow().files().stream().map(file -> file.path()))
        .containsExactly(
            "checkpoint", "anchors/1193050959", "trust/keys.pem", "trust/trusted_root.json");
    assertThat(FileTree.of(received))
        .isEqualTo(
            Map.of(
                "anchors/1193050959", FileTree.digest("an anchor".getBytes()),
                "trust/keys.pem", FileTree.digest("for this log".getBytes()),
                "trust/trusted_root.json", FileTree.digest("for every log".getBytes())));
    sides.assertSame();
  }

  @Test
  void oneThatIsThereIsReplacedAndNotWrittenInto() throws IOException {
    sides.importGood(sides.export(sides.everything("kit.tar.gz")).get(0));
    Path sameFile =
        Files.createLink(directory.resolve("link"), received.resolve("trust/trusted_root.json"));
    put("trust/trusted_root.json", "a newer one");
    sides.grow(10);

    sides.importGood(sides.export(sides.everything("next.tar.gz")).get(0));

    assertThat(received.resolve("trust/trusted_root.json")).hasContent("a newer one");
    assertThat(sameFile).hasContent("for every log");
  }

  @Test
  void oneThatWasChangedOnTheWayIsNotKept() {
    Path bundle = sides.export(sides.everything("kit.tar.gz")).get(0);
    Path changed =
        Forge.of(bundle)
            .file("trust/trusted_root.json", content -> "for anybody..".getBytes())
            .write(sides.carried("changed.tar.gz"));

    BundleReport report = sides.importBundle(changed);

    assertThat(report.failure()).contains(Failure.BAD_BUNDLE);
    assertThat(report.message()).contains("'trust/trusted_root.json' is not the file");
    assertThat(received).doesNotExist();
  }

  @Test
  void oneThatNoBundleCanHoldIsRefusedBeforeItLeaves() throws IOException {
    put("trust/Upper.json", "a clash where case does not count");

    List<BundleReport> reports = sides.connected().export(sides.everything("kit.tar.gz"));

    assertThat(reports.get(0).failure()).contains(Failure.CONFIGURATION);
    assertThat(reports.get(0).message()).contains("Upper.json cannot be carried");
    assertThat(sides.carried("kit.tar.gz")).doesNotExist();
  }

  /** Each of them could be carried; an importer that has to hold them all refuses their sum. */
  @Test
  void moreThanAnImporterHoldsAtOnceIsRefusedBeforeItLeaves() throws IOException {
    String megabyte = "a".repeat(1 << 20);
    for (int i = 0; i < 20; i++) {
      put("trust/root-" + i, megabyte);
    }

    List<BundleReport> reports = sides.connected().export(sides.everything("kit.tar.gz"));

    assertThat(reports.get(0).failure()).contains(Failure.CONFIGURATION);
    assertThat(reports.get(0).message())
        .contains("23 files of", "1900 of 20971520 bytes at the most");
    assertThat(sides.carried("kit.tar.gz")).doesNotExist();
    Files.delete(carry.resolve("trust/root-0"));
    sides.importGood(sides.export(sides.everything("kit.tar.gz")).get(0));
  }

  @Test
  void aDryRunKeepsNothing() {
    Path bundle = sides.export(sides.everything("kit.tar.gz")).get(0);
    assertThat(sides.isolated().importBundle(TwoSides.dryRun(bundle)).failure()).isEmpty();
    assertThat(received).doesNotExist();
  }

  private void put(String path, String content) throws IOException {
    Path file = carry.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}

package org.stellaops.attestor.scenario.airgap;

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
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.FileTree;
import org.stellaops.attestor.testlog.FakeLog;

/** What travels with a log and is believed by nobody: trust material and anchors. */
class AttachedFilesInBundleTest {
  @TempDir private Path directory;
  private AirGapFixture airGap;
  private Path outgoing;
  private Path incoming;

  @BeforeEach
  void setUp() throws IOException {
    airGap = AirGapFixture.of(directory, FakeLog.named("carried.example/log").grow(300));
    String logDirectory = airGap.log().identity().origin().directory();
    outgoing = airGap.connected().settings().dataDir().resolve("carry");
    incoming = airGap.isolated().settings().dataDir().resolve("received").resolve(logDirectory);
    put("trust/trusted_root.json", "for every log");
    put(logDirectory + "/trust/keys.pem", "for this log");
    put(logDirectory + "/anchors/1193050959", "an anchor");
    put("0".repeat(64) + "/anchors/stray", "of another log");
  }

  @AfterEach
  void tearDown() {
    airGap.close();
  }

  @Test
  void transfersAttachedFilesUnchangedAndOnlyThoseOfTheLog() throws IOException {
    put("trust/.hidden", "an editor's");
    Path bundle = airGap.export(airGap.everything("kit.tar.gz")).get(0);

    BundleReport report = airGap.importSuccessfully(bundle);

    assertThat(report.manifest().orElseThrow().files().stream().map(file -> file.path()))
        .containsExactly(
            "checkpoint", "anchors/1193050959", "trust/keys.pem", "trust/trusted_root.json");
    assertThat(FileTree.of(incoming))
        .isEqualTo(
            Map.of(
                "anchors/1193050959", FileTree.digest("an anchor".getBytes()),
                "trust/keys.pem", FileTree.digest("for this log".getBytes()),
                "trust/trusted_root.json", FileTree.digest("for every log".getBytes())));
    airGap.assertIdentical();
  }

  @Test
  void replacesAnExistingFileInsteadOfOverwritingItsContent() throws IOException {
    airGap.importSuccessfully(airGap.export(airGap.everything("kit.tar.gz")).get(0));
    Path hardLink =
        Files.createLink(directory.resolve("link"), incoming.resolve("trust/trusted_root.json"));
    put("trust/trusted_root.json", "a newer one");
    airGap.grow(10);

    airGap.importSuccessfully(airGap.export(airGap.everything("next.tar.gz")).get(0));

    assertThat(incoming.resolve("trust/trusted_root.json")).hasContent("a newer one");
    assertThat(hardLink).hasContent("for every log");
  }

  @Test
  void discardsAFileThatWasChangedInTransit() {
    Path bundle = airGap.export(airGap.everything("kit.tar.gz")).get(0);
    Path forged =
        BundleForger.of(bundle)
            .transformFile("trust/trusted_root.json", content -> "for anybody..".getBytes())
            .write(airGap.carried("changed.tar.gz"));

    BundleReport report = airGap.importBundle(forged);

    assertThat(report.failure()).contains(Failure.BAD_BUNDLE);
    assertThat(report.message()).contains("'trust/trusted_root.json' does not match the manifest");
    assertThat(incoming).doesNotExist();
  }

  @Test
  void rejectsAnInvalidFileNameBeforeExport() throws IOException {
    put("trust/Upper.json", "a clash where case does not count");

    List<BundleReport> reports = airGap.connected().export(airGap.everything("kit.tar.gz"));

    assertThat(reports.get(0).failure()).contains(Failure.CONFIGURATION);
    assertThat(reports.get(0).message()).contains("Upper.json cannot be attached");
    assertThat(airGap.carried("kit.tar.gz")).doesNotExist();
  }

  /** Each of them could be carried; an importer that has to hold them all refuses their sum. */
  @Test
  void rejectsMoreAttachedBytesThanAnImporterAccepts() throws IOException {
    String megabyte = "a".repeat(1 << 20);
    for (int i = 0; i < 20; i++) {
      put("trust/root-" + i, megabyte);
    }

    List<BundleReport> reports = airGap.connected().export(airGap.everything("kit.tar.gz"));

    assertThat(reports.get(0).failure()).contains(Failure.CONFIGURATION);
    assertThat(reports.get(0).message())
        .contains("23 files of", "limit 1900 files of 20971520 bytes");
    assertThat(airGap.carried("kit.tar.gz")).doesNotExist();
    Files.delete(outgoing.resolve("trust/root-0"));
    airGap.importSuccessfully(airGap.export(airGap.everything("kit.tar.gz")).get(0));
  }

  @Test
  void dryRunStoresNothing() {
    Path bundle = airGap.export(airGap.everything("kit.tar.gz")).get(0);
    assertThat(airGap.isolated().importBundle(AirGapFixture.dryRun(bundle)).failure()).isEmpty();
    assertThat(incoming).doesNotExist();
  }

  private void put(String path, String content) throws IOException {
    Path file = outgoing.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}

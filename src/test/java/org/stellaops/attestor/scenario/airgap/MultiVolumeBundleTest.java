package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.bundle.read.VolumeSet;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorSnapshot;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.TreeHead;

/** Volumes on a command line: in any order, one missing, one of another export, one twice. */
class MultiVolumeBundleTest {
  private static final long VOLUME_SIZE = 240_000;

  @TempDir private static Path directory;
  private static List<Path> volumes;
  private static Path deltaBundle;
  private static FakeLog log;

  @BeforeAll
  static void exportVolumes() throws IOException {
    log = FakeLog.named("volumes.example/log").grow(10_000);
    try (AirGapFixture airGap = AirGapFixture.of(directory.resolve("sides"), log)) {
      volumes =
          airGap.export(
              airGap.request(
                  "kit.tar.zst",
                  BundleContent.ENTRIES,
                  OptionalLong.empty(),
                  Optional.empty(),
                  VOLUME_SIZE));
      airGap.grow(300);
      deltaBundle = airGap.export(airGap.since(10_000, "other.tar.zst")).get(0);
    }
    assertThat(volumes).hasSizeGreaterThan(3);
  }

  @Test
  void ordersVolumesByNumberAndDeltasAfterTheirBase() {
    List<VolumeSet> sets =
        sets(List.of(deltaBundle, volumes.get(1), volumes.get(0), volumes.get(1)));

    assertThat(sets).hasSize(2);
    assertThat(sets.get(0).volumes().stream().map(VolumeSet.Volume::file))
        .containsExactly(volumes.get(0), volumes.get(1), volumes.get(1));
    assertThat(sets.get(1).volumes().get(0).file()).isEqualTo(deltaBundle);
  }

  @Test
  void reportsAMissingVolumeWithItsEntryRange() {
    int all = volumes.size();
    long first = endOfVolume(0);
    String end = "to " + (endOfVolume(1) - 1) + " of 'volumes.example/log'";

    assertMissing(without(1), 0, "volume 2 of " + all + " is missing: entries " + first, end);
    assertMissing(without(0), 0, "volume 1 of " + all + " is missing: entries 0 ");
    assertMissing(without(all - 1), 0, "volume " + all + " of " + all + " is missing", "to 9999 ");
    assertMissing(volumes.subList(2, all), 0, "volumes 1 to 2 of " + all + " are missing", end);
    assertMissing(volumes.subList(2, all), 256, "volume 2 of " + all + ", or more", "entries 256");
    assertMissing(
        volumes.subList(2, 3), endOfVolume(2), "or more before it, is missing", "to 9999 ");
  }

  /** By the command, which looks at all of them first, and by the route, which takes each alone. */
  @Test
  void changesNothingWhenAVolumeIsMissing() throws IOException {
    Path dataDirectory = Files.createDirectory(directory.resolve("isolated"));
    TestConfiguration isolated = MirrorUnderTest.of(dataDirectory, log, AirGapFixture.UNREACHABLE);
    String config = isolated.file().toString();
    try (MirrorUnderTest mirror = isolated.start()) {
      CommandResult incompleteImport =
          CommandResult.run("import", name(0), name(2), name(1), "--config", config);
      assertThat(incompleteImport.status()).as(incompleteImport.err()).isEqualTo(4);
      assertThat(mirror.snapshot()).as(incompleteImport.err()).isEqualTo(emptySnapshot());

      BundleReport second = mirror.importBundle(new ImportRequest(volumes.get(1), false, false));
      assertThat(second.failure()).as(second.message()).contains(Failure.INCOMPLETE);
      assertThat(mirror.snapshot()).isEqualTo(emptySnapshot());

      CommandResult first = CommandResult.run("import", name(0), "--partial", "--config", config);
      assertThat(first.status()).as(first.err()).isZero();
      MirrorSnapshot before = mirror.snapshot();
      assertThat(before.covered()).isEqualTo(endOfVolume(0));
      BundleReport third = mirror.importBundle(new ImportRequest(volumes.get(2), false, false));
      assertThat(third.failure()).as(third.message()).contains(Failure.INCOMPLETE);
      assertThat(third.message())
          .contains(
              "entries " + endOfVolume(0) + " to " + (endOfVolume(1) - 1),
              "volume 3 of " + volumes.size());
      assertThat(mirror.snapshot()).isEqualTo(before);
    }
  }

  private static MirrorSnapshot emptySnapshot() {
    return new MirrorSnapshot(TreeHead.EMPTY, TreeHead.EMPTY, 0, List.of(), Map.of());
  }

  private static String name(int index) {
    return volumes.get(index).toString();
  }

  @Test
  void volumesAlreadyMirroredMayBeOmitted() {
    sets(volumes).get(0).requireComplete(0);
    sets(volumes.subList(1, volumes.size())).get(0).requireComplete(endOfVolume(0));
  }

  /** The second says that it is the third, with the third beside it, without it, and alone. */
  @Test
  void rejectsVolumesOfDifferentExportsByName() {
    Path forged = withNumber(1, 3);

    assertNotOfOneExport(List.of(volumes.get(0), forged, volumes.get(2)), "kit.001", "forged");
    assertNotOfOneExport(List.of(volumes.get(0), forged), "kit.001", "forged");
    assertNotOfOneExport(List.of(forged, volumes.get(2)), "forged", "kit.003");
    assertNotOfOneExport(List.of(volumes.get(0), withNumber(2, 2)), "kit.001", "forged");
  }

  /** How many there are elsewhere is the exporter's word, as far as there are entries for them. */
  @Test
  void rejectsMoreVolumesThanEntriesAllow() {
    String volumeCount = "\"of\" : " + volumes.size();
    Path tooMany =
        BundleForger.of(volumes.get(1))
            .replaceInManifest(volumeCount, "\"of\" : 99")
            .write(forgedPath("many.tar.zst"));
    Path tooLate =
        BundleForger.of(volumes.get(1))
            .replaceInManifest("\"number\" : 2", "\"number\" : " + (endOfVolume(0) / 256 + 2))
            .replaceInManifest(volumeCount, "\"of\" : " + (endOfVolume(0) / 256 + 3))
            .write(forgedPath("late.tar.zst"));

    assertThat(VolumeSet.scan(List.of(tooMany)).rejected()).contains(tooMany);
    assertThat(VolumeSet.scan(List.of(tooLate)).rejected()).contains(tooLate);
  }

  private static void assertNotOfOneExport(List<Path> files, String one, String two) {
    VolumeSet set = sets(files).get(0);

    AttestorException rejected =
        catchThrowableOfType(AttestorException.class, () -> set.requireComplete(0));

    assertThat(rejected.failure()).isEqualTo(Failure.BAD_BUNDLE);
    assertThat(rejected)
        .hasMessageContaining(one + ".tar.zst and " + two + ".tar.zst cannot be volumes ");
  }

  /** A volume under another number. */
  private static Path withNumber(int index, int number) {
    return BundleForger.of(volumes.get(index))
        .replaceInManifest("\"number\" : " + (index + 1), "\"number\" : " + number)
        .write(forgedPath("forged.tar.zst"));
  }

  private static Path forgedPath(String name) {
    return directory.resolve(name);
  }

  @Test
  void reportsANonBundleFileAndReadsNothingAfterIt() throws IOException {
    Path notABundle = Files.writeString(directory.resolve("none.tar.zst"), "anything else");

    VolumeSet.Scan scan = VolumeSet.scan(List.of(volumes.get(0), notABundle, volumes.get(1)));

    assertThat(scan.rejected()).contains(notABundle);
    assertThat(scan.volumes()).extracting(VolumeSet.Volume::file).containsExactly(volumes.get(0));
  }

  private static void assertMissing(List<Path> files, long covered, String... expectedTexts) {
    VolumeSet set = sets(files).get(0);
    AttestorException missing =
        catchThrowableOfType(AttestorException.class, () -> set.requireComplete(covered));
    assertThat(missing.failure()).isEqualTo(Failure.INCOMPLETE);
    assertThat(missing.getMessage()).contains(expectedTexts);
    assertThat(missing.hint()).contains("--partial");
  }

  private static List<VolumeSet> sets(List<Path> files) {
    return VolumeSet.of(VolumeSet.scan(files).volumes());
  }

  private static List<Path> without(int index) {
    return volumes.stream().filter(volume -> !volume.equals(volumes.get(index))).toList();
  }

  /** The entry after the last of a volume. */
  private static long endOfVolume(int index) {
    return sets(List.of(volumes.get(index))).get(0).volumes().get(0).manifest().to();
  }
}

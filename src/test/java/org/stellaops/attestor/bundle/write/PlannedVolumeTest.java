package org.stellaops.attestor.bundle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.bundle.BundleFixture;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.MetadataFile;
import org.stellaops.attestor.bundle.read.VolumeSet;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Tile;

class PlannedVolumeTest {
  private static final int SIZE = 3_000;

  private static final FakeLog LOG =
      FakeLog.named("plan.example/log")
          .withEntries(index -> Arrays.copyOf(new byte[] {(byte) index, (byte) (index >> 8)}, 90))
          .grow(SIZE);

  @TempDir private static Path directory;
  private static BundleFixture fixture;

  @BeforeAll
  static void mirror() {
    fixture = BundleFixture.of(LOG, directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ENTRIES", "TILES"})
  void everyFileOfTheTreeIsInTheBundle(String content) {
    Path file = fixture.export().content(BundleContent.valueOf(content)).file(content + ".tar.zst");

    BundleFixture.Imported imported = fixture.read(file);

    Set<String> paths = new HashSet<>(imported.tree().keySet());
    imported.proofTiles().keySet().forEach(tile -> paths.add(tile.path()));
    List<String> expected = new ArrayList<>(List.of("tile/1/000.p/11", "tile/0/011.p/184"));
    for (int i = 0; i < 11; i++) {
      expected.add("tile/0/%03d".formatted(i));
    }
    if (content.equals("ENTRIES")) {
      expected.add("tile/entries/011.p/184");
      for (int i = 0; i < 11; i++) {
        expected.add("tile/entries/%03d".formatted(i));
      }
    }
    assertThat(paths).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 255, 256, 257, 2_816, 2_999})
  void deltaBeginsAtTheEntryBundleOfTheBase(int base) {
    BundleFixture.Export export = fixture.export();
    if (base > 0) {
      export.since(base);
    }
    WrittenBundle written = export.write("delta-" + base + ".tar.gz").get(0);

    assertThat(written.manifest().from()).isEqualTo(base / 256 * 256L);
    assertThat(written.manifest().entryBundles()).isEqualTo(12 - base / 256);
    BundleFixture.Imported imported = fixture.read(written.file());
    assertThat(imported.sha256()).isEqualTo(written.sha256());
    assertThat(written.bytes()).isEqualTo(imported.bytesRead());
    assertThat(imported.tree().keySet().stream().filter(path -> path.contains("entries")))
        .hasSize(12 - base / 256);
  }

  @Test
  void volumesAreNotLargerThanTheLimit() throws IOException {
    long limit = 260_000;
    List<WrittenBundle> written =
        fixture
            .export()
            .history(256, 257, 2_999)
            .attach("trust/a", new byte[] {1})
            .volumeSize(limit)
            .write("volumes.tar.zst");

    assertThat(written.size()).isBetween(3, 8);
    long reached = 0;
    List<String> checkpoints = new ArrayList<>();
    for (WrittenBundle each : written) {
      BundleManifest manifest = each.manifest();
      assertThat(Files.size(each.file())).isEqualTo(each.bytes()).isLessThanOrEqualTo(limit);
      assertThat(manifest.from()).isEqualTo(reached);
      assertThat(manifest.volume()).isEqualTo(written.indexOf(each) + 1);
      assertThat(manifest.volumes()).isEqualTo(written.size());
      reached = manifest.to();
      List<String> paths = manifest.files().stream().map(MetadataFile::path).toList();
      for (String path : paths) {
        if (path.startsWith(MetadataFile.CHECKPOINTS_PREFIX)) {
          long size = Long.parseLong(path.substring(MetadataFile.CHECKPOINTS_PREFIX.length()));
          assertThat(size).isBetween(manifest.from() + 1, manifest.to());
          checkpoints.add(path);
        }
      }
      assertThat(paths.contains("trust/a")).isEqualTo(manifest.volume() == written.size());
    }
    assertThat(reached).isEqualTo(SIZE);
    assertThat(checkpoints)
        .containsExactly("checkpoints/256", "checkpoints/257", "checkpoints/2999");
  }

  @Test
  void volumesHaveEveryEntryBundleOnce() {
    List<String> entryBundles = new ArrayList<>();
    for (WrittenBundle each : fixture.export().volumeSize(260_000).write("once.tar.zst")) {
      BundleManifest manifest = each.manifest();
      List<String> paths =
          fixture.read(each.file()).tree().keySet().stream()
              .filter(path -> path.startsWith("tile/entries/"))
              .toList();
      assertThat(paths).hasSize((int) (manifest.to() - manifest.from() + 255) / 256);
      entryBundles.addAll(paths);
    }

    assertThat(entryBundles)
        .hasSize(12)
        .doesNotHaveDuplicates()
        .contains("tile/entries/000", "tile/entries/011.p/184");
  }

  @Test
  void volumeSizeThatIsTooSmallIsConfigurationFailure() {
    assertThatThrownBy(() -> fixture.export().volumeSize(1_000).plan())
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION);
              assertThat(e.hint()).matches("use at least [0-9]+ bytes");
              long least = Long.parseLong(e.hint().replaceAll("[^0-9]", ""));
              assertThatThrownBy(() -> fixture.export().volumeSize(least - 1).plan())
                  .hasMessageContaining("volume size too small");
            })
        .hasMessageContaining("volume size too small for this log: 1000 bytes");
  }

  @Test
  void volumesAreOneSetInAnyOrder() {
    List<Path> files =
        fixture.export().volumeSize(260_000).write("set.tar.zst").stream()
            .map(WrittenBundle::file)
            .toList();
    List<Path> reversed = new ArrayList<>(files);
    Collections.reverse(reversed);

    List<VolumeSet> sets = VolumeSet.of(VolumeSet.scan(reversed).volumes());

    assertThat(sets).hasSize(1);
    assertThat(sets.get(0).origin()).isEqualTo(fixture.backend().origin());
    assertThat(sets.get(0).volumes()).extracting(VolumeSet.Volume::file).isEqualTo(files);
    sets.get(0).requireComplete(0);
    for (int missing = 0; missing < files.size(); missing++) {
      List<Path> rest = new ArrayList<>(files);
      rest.remove(missing);
      VolumeSet incomplete = VolumeSet.of(VolumeSet.scan(rest).volumes()).get(0);
      BundleManifest manifest = sets.get(0).volumes().get(missing).manifest();
      String expected =
          "volume %d of %d is missing: entries %d to %d of 'plan.example/log'"
              .formatted(missing + 1, files.size(), manifest.from(), manifest.to() - 1);
      assertThatThrownBy(() -> incomplete.requireComplete(0))
          .isInstanceOfSatisfying(
              AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.INCOMPLETE))
          .hasMessageContaining(expected);
      incomplete.requireComplete(manifest.to());
    }
  }

  @Test
  void volumesOfTwoExportsAreNoSet() {
    List<WrittenBundle> first = fixture.export().volumeSize(260_000).write("one.tar.zst");
    VolumeSet.Volume second = new VolumeSet.Volume(first.get(1).file(), first.get(1).manifest());
    VolumeSet.Volume third = new VolumeSet.Volume(first.get(2).file(), first.get(2).manifest());
    BundleManifest manifest = third.manifest();
    BundleManifest renumbered =
        new BundleManifest(
            manifest.origin(),
            manifest.keyName(),
            manifest.keyId(),
            manifest.head(),
            manifest.base(),
            manifest.content(),
            manifest.from(),
            manifest.to(),
            manifest.minimumIndex(),
            2,
            manifest.volumes(),
            manifest.tiles(),
            manifest.entryBundles(),
            manifest.files());

    assertThatThrownBy(() ->
            new VolumeSet(List.of(second, new VolumeSet.Volume(third.file(), renumbered)))
                .requireComplete(0))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_BUNDLE))
        .hasMessageContaining("2-one.tar.zst and 3-one.tar.zst cannot be volumes 2 and 2");
    VolumeSet.Volume fourth = new VolumeSet.Volume(first.get(3).file(), first.get(3).manifest());
    new VolumeSet(List.of(second, fourth, second, third)).requireComplete(second.manifest().from());
  }

  @Test
  void scanStopsAtTheFirstInvalidFile() throws IOException {
    Path good = fixture.export().file("scanned.tar.zst");
    Path bad = Files.write(directory.resolve("no-bundle.tar.gz"), new byte[100]);

    VolumeSet.Scan scan = VolumeSet.scan(List.of(good, bad, good));

    assertThat(scan.volumes()).extracting(VolumeSet.Volume::file).containsExactly(good);
    assertThat(scan.rejected()).contains(bad);
    assertThat(VolumeSet.scan(List.of(good)).rejected()).isEmpty();
    assertThatThrownBy(() -> VolumeSet.scan(List.of(directory.resolve("absent.tar.gz"))))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION));
  }

  @Test
  void smallerTreesComeFirst() {
    Path large = fixture.export().since(2_000).file("large.tar.zst");
    Path small = fixture.export().size(2_000).file("small.tar.zst");

    List<VolumeSet> sets = VolumeSet.of(VolumeSet.scan(List.of(large, small)).volumes());

    assertThat(sets).extracting(set -> set.volumes().get(0).file()).containsExactly(small, large);
  }

  @Test
  void damagedFileIsNotExported() throws IOException {
    assertNotExported(Failure.BAD_TILE, "tile/0/002 is damaged in the mirror", "tile/0/002", 5);
    assertNotExported(
        Failure.BAD_TILE, "tile/entries/003 is damaged in the mirror", "tile/entries/003", 5);
    assertNotExported(
        Failure.BAD_TILE,
        "tile/entries/011.p/184 is damaged in the mirror",
        "tile/entries/011.p/184",
        5);
    assertNotExported(Failure.INCOMPLETE, "tile/0/002 is missing", "tile/0/002", -1);
    assertNotExported(Failure.INCOMPLETE, "tile/entries/003 is missing", "tile/entries/003", -1);
    assertNotExported(
        Failure.INCOMPLETE, "tile/entries/011.p/184 is missing", "tile/entries/011.p/184", -1);
  }

  private static void assertNotExported(Failure failure, String reason, String path, int flip)
      throws IOException {
    Path file = fixture.mirrorDirectory().resolve(path);
    byte[] good = Files.readAllBytes(file);
    try {
      if (flip < 0) {
        Files.delete(file);
      } else {
        byte[] bad = good.clone();
        bad[flip] ^= 1;
        Files.write(file, bad);
      }
      assertThatThrownBy(() -> fixture.export().write("damaged.tar.gz"))
          .isInstanceOfSatisfying(
              AttestorException.class,
              e -> {
                assertThat(e.failure()).isEqualTo(failure);
                assertThat(e.hint()).contains("tiles verify --repair --backend log");
              })
          .hasMessageContaining(reason);
      assertThat(directory.resolve("damaged.tar.gz")).doesNotExist();
      assertThat(directory.resolve(".damaged.tar.gz.tmp")).doesNotExist();
    } finally {
      Files.write(file, good);
    }
  }

  @Test
  void partialFilesAreReadFromWiderOnes() {
    BundleFixture.Imported imported =
        fixture.read(fixture.export().size(1_000).file("smaller.tar.gz"));

    assertThat(imported.tree()).containsKey("tile/entries/003.p/232");
    assertThat(imported.proofTiles().keySet()).extracting(Tile::path).contains("tile/0/003.p/232");
  }

  @Test
  void numberOfFilesInABundleIsLimited() {
    assertThat(ExportSpec.maxHistory(0)).isEqualTo(998);
    assertThat(ExportSpec.maxHistory(1_900)).isEqualTo(48);
    assertThat(withHistory(1_000).history()).hasSize(ExportSpec.MAX_HISTORY);
    assertThatThrownBy(() -> withHistory(1_001))
        .hasMessageContaining("too many checkpoints for a bundle: 1001");
  }

  private static ExportSpec withHistory(int count) {
    return new ExportSpec(
        fixture.backend(),
        fixture.checkpoint(2),
        Optional.empty(),
        Collections.nCopies(count, fixture.checkpoint(1)),
        0,
        Optional.empty(),
        BundleContent.CHECKPOINTS,
        0,
        Collections.emptySortedMap());
  }

  @Test
  void largeSegmentsAreDivided() {
    FakeLog large =
        FakeLog.named("large.example")
            .withEntries(index -> {
              byte[] entry = new byte[4_000];
              new Random(index).nextBytes(entry);
              return entry;
            })
            .grow(700);
    BundleFixture other = BundleFixture.of(large, directory.resolve("large"));
    for (String name : List.of("many.tar.gz", "many.tar.zst")) {
      assertThat(other.read(other.export().file(name)).tree())
          .containsKeys("tile/entries/000", "tile/entries/001", "tile/entries/002.p/188");
    }
  }

  @Test
  void abortedVolumeLeavesNoFile() {
    PlannedVolume volume = fixture.export().plan().get(0);
    Path target = directory.resolve("aborted.tar.gz");
    RuntimeException cause = new IllegalStateException("stopped");

    try (BundleWriter writer = BundleWriter.begin(volume, target, Optional.empty())) {
      assertThat(writer.abort(cause)).isSameAs(cause);
      assertThatThrownBy(writer::finish).isSameAs(cause);
    }
    assertThat(target).doesNotExist();
    assertThat(volume.proofTileCount()).isEqualTo(2);
  }
}

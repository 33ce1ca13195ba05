package org.stellaops.attestor.bundle.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.bundle.archive.TarFiles;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeHead;

/** What a manifest cannot say, whoever writes it. */
class BundleManifestTest {
  private static final long SIZE = 10_000;

  @Test
  void longestFileListFitsInManifest() {
    String longest = "a".repeat(41) + (".b" + "b".repeat(19)).repeat(2) + ".ccccccc";
    assertThat("anchors/" + longest).hasSize(TarFiles.MAX_PATH_LENGTH);
    List<MetadataFile> files = new ArrayList<>(List.of(file(MetadataFile.CHECKPOINT, 200)));
    while (files.size() < BundleManifest.MAX_FILES) {
      String number = String.format(Locale.ROOT, "%04d", files.size());
      files.add(file("anchors/" + longest.substring(0, longest.length() - 4) + number, 16_000));
    }

    byte[] json = ManifestJson.print(withFiles(files));

    assertThat(json.length).isLessThan(ManifestJson.MAX_BYTES / 2);
    assertThat(ManifestJson.parse(json).files()).isEqualTo(files);
  }

  /** A tar header has no room for more, so that an importer would reject the bundle. */
  @Test
  void rejectsPathThatIsTooLongForTarHeader() {
    String name = "trust/" + "a".repeat(40) + ".b".repeat(2) + "." + "c".repeat(20);
    assertThat(MetadataFile.isPath(name)).isTrue();

    String tooLong = "anchors/" + "a".repeat(41) + ("." + "b".repeat(20)).repeat(2) + ".ccccccccc";
    assertThat(tooLong).hasSize(101);
    assertThat(MetadataFile.isPath(tooLong)).isFalse();
    assertThatThrownBy(() -> file(tooLong, 1)).isInstanceOf(MalformedException.class);
  }

  @Test
  void rejectsFilesOverTotalSizeLimit() {
    List<MetadataFile> files = new ArrayList<>(List.of(file(MetadataFile.CHECKPOINT, 0)));
    while (files.size() <= 32) {
      files.add(file("trust/" + files.size(), MetadataFile.MAX_BYTES));
    }
    assertThat(withFiles(files).files()).hasSize(33);

    files.add(file("trust/more", 1));

    assertThatThrownBy(() -> withFiles(files))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("more than 33554432 bytes in total");
  }

  @Test
  void rejectsMinimumIndexInCheckpointsBundle() {
    assertThat(checkpointsBundle(0).minimumIndex()).isZero();
    assertThatThrownBy(() -> checkpointsBundle(1)).hasMessageContaining("minimumIndex must be 0");
  }

  @Test
  void rejectsMinimumIndexAfterExportStart() {
    assertThat(volume(700, 512, 2_560, 512, 1, 2).minimumIndex()).isEqualTo(512);
    assertThatThrownBy(() -> volume(700, 512, 2_560, 513, 1, 2))
        .hasMessageContaining("minimumIndex 513 ");
    assertThatThrownBy(() -> volume(700, 2_560, SIZE, 2_560, 2, 2))
        .hasMessageContaining("minimumIndex 2560 is after the start of the export at entry 512");
    assertThatThrownBy(() -> volume(0, 0, SIZE, 1, 1, 1)).hasMessageContaining("minimumIndex 1 ");
  }

  /** Before entry 2,560 and after entry 9,727 there are ten entry bundles and two. */
  @Test
  void rejectsMoreVolumesThanEntryBundles() {
    assertThat(volume(0, 2_560, 9_728, 0, 11, 13).volumes()).isEqualTo(13);
    assertThatThrownBy(() -> volume(0, 2_560, 9_728, 0, 12, 13))
        .hasMessageContaining("entries 2560 to 9727 cannot be volume 12 of 13");
    assertThatThrownBy(() -> volume(0, 2_560, 9_728, 0, 11, 14)).hasMessageContaining("11 of 14");
    assertThatThrownBy(() -> volume(0, 2_560, 9_728, 0, 2, Integer.MAX_VALUE))
        .isInstanceOf(MalformedException.class);
  }

  /** Entry 9,728 is followed by two entry bundles, which cannot be three volumes. */
  @Test
  void rejectsMoreVolumesThanEntryBundlesRemain() {
    TreeHead head = head(40 * 256);
    BundleContent content = BundleContent.TILES;

    assertThat(manifest(head, TreeHead.EMPTY, content, 256, 9_728, 2, 4).volumes()).isEqualTo(4);
    assertThatThrownBy(() -> manifest(head, TreeHead.EMPTY, content, 256, 9_728, 2, 5))
        .hasMessageContaining("entries 256 to 9727 cannot be volume 2 of 5");
  }

  /** Between the base, entry 700, and entry 768 there is one entry bundle. */
  @Test
  void rejectsMoreVolumesThanEntryBundlesSinceTheBase() {
    assertThat(volume(700, 768, 9_728, 0, 2, 3).volume()).isEqualTo(2);
    assertThatThrownBy(() -> volume(700, 768, 9_728, 0, 3, 4))
        .hasMessageContaining("entries 768 to 9727 cannot be volume 3 of 4");
    assertThatThrownBy(() -> volume(768, 768, 9_728, 0, 2, 3))
        .hasMessageContaining("range of volume 2 must not start at 768");
  }

  @Test
  void rejectsBundleOfAnEmptyTree() {
    assertThatThrownBy(
            () -> manifest(TreeHead.EMPTY, TreeHead.EMPTY, BundleContent.CHECKPOINTS, 0, 0, 1, 1))
        .hasMessageContaining("tree size must not be 0");
  }

  @Test
  void rejectsMoreFilesThanAnImporterAccepts() {
    List<MetadataFile> files = new ArrayList<>(List.of(file(MetadataFile.CHECKPOINT, 200)));
    while (files.size() <= BundleManifest.MAX_FILES) {
      files.add(file("trust/" + files.size(), 1));
    }

    assertThatThrownBy(() -> withFiles(files))
        .hasMessageContaining("more than 2000 metadata files: 2001");
  }

  /** An importer does not parse more than that. */
  @Test
  void manifestHasAtMostOneMebibyte() {
    int rest = ManifestJson.print(withKeyName("")).length;
    BundleManifest largest = withKeyName("k".repeat((1 << 20) - rest));
    byte[] json = ManifestJson.print(largest);

    assertThat(json).hasSize(1 << 20);
    assertThat(ManifestJson.parse(json)).isEqualTo(largest);
    assertThatThrownBy(() -> ManifestJson.print(withKeyName("k".repeat((1 << 20) - rest + 1))))
        .hasMessageContaining("manifest too large: 1048577 bytes");
    assertThatThrownBy(() -> ManifestJson.parse(new byte[(1 << 20) + 1]))
        .hasMessageContaining("manifest too large: 1048577 bytes, limit 1048576");
  }

  /** Otherwise an importer would look in the bundle for tiles that another one contains. */
  @Test
  void volumeContainsTheFullTilesOverItsEntries() {
    BundleManifest volume = volume(0, 2_560, 9_728, 0, 2, 3);

    assertThat(volume.containsTile(Tile.full(0, 9))).isFalse();
    assertThat(volume.containsTile(Tile.full(0, 10))).isTrue();
    assertThat(volume.containsTile(Tile.full(0, 37))).isTrue();
    assertThat(volume.containsTile(Tile.full(0, 38))).isFalse();
    assertThat(volume.containsTile(new Tile(0, 37, 255))).isFalse();
    assertThat(volume.containsTile(Tile.full(1, 0))).isTrue();
    assertThat(volume.containsTile(Tile.full(1, 1))).isFalse();
    assertThat(volume.containsTile(Tile.full(6, 0))).isTrue();
    assertThat(volume.containsTile(Tile.full(6, 1))).isFalse();
    assertThat(volume.containsTile(Tile.full(7, 0))).isTrue();
    assertThat(checkpointsBundle(0).containsTile(Tile.full(0, 39))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"id\" : \"25|\"id\" : \"2G|key ID must have eight",
        "\"treeSize\" : 700|\"treeSize\" : 10000|base must be smaller",
        "\"minimumIndex\" : 0|\"minimumIndex\" : -1|minimumIndex must not be negative",
        "\"number\" : 1|\"number\" : 0|invalid volume number: 0 of 1",
        "\"number\" : 1|\"number\" : 2|invalid volume number: 2 of 1",
        "\"entryBundles\" : 0|\"entryBundles\" : -1|counts must not be negative",
        "\"tiles\" : 41|\"tiles\" : -1|counts must not be negative",
        "\"tiles\" : 41|\"tiles\" : 0|content must be checkpoints if there are no tiles",
        "\"path\" : \"pending|\"path\" : \"consistency/7|consistency proofs must match",
        "\"path\" : \"checkpoint|\"path\" : \"trust/a|first metadata file must be checkpoint",
        "\"path\" : \"pending|\"path\" : \"checkpoint|duplicate path",
        "\"content\" : \"tiles|\"content\" : \"checkpoints|range must be empty",
        "\"from\" : 512|\"from\" : 513|invalid range: 513 to 10000",
        "\"to\" : 10000|\"to\" : 512|invalid range: 512 to 512",
        "\"to\" : 10000|\"to\" : 10001|invalid range: 512 to 10001",
        "\"to\" : 10000|\"to\" : 9999|invalid end of range: 9999",
        "\"from\" : 512|\"from\" : 256|range of volume 1 must not start at 256",
        "\"to\" : 10000|\"to\" : 9984|only the last volume must end at the tree size",
        "\"of\" : 1|\"of\" : 2|only the last volume must end at the tree size"
      })
  void brokenRuleIsNamed(String field, String other, String reason) {
    List<MetadataFile> files =
        List.of(file(MetadataFile.CHECKPOINT, 200), file(MetadataFile.PENDING, 200));
    String good =
        new String(
            ManifestJson.print(manifest(BundleContent.TILES, 700, 512, SIZE, 0, 1, 1, files)),
            StandardCharsets.UTF_8);

    assertThat(ManifestJson.parse(good.getBytes(StandardCharsets.UTF_8)).from()).isEqualTo(512);
    assertThat(good).contains(field).contains("{\n  \"format\"").contains("[\n    {\n");
    assertThatThrownBy(
            () -> ManifestJson.parse(good.replace(field, other).getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("invalid manifest: ")
        .hasMessageContaining(reason);
  }

  private static BundleManifest withKeyName(String name) {
    BundleManifest other = checkpointsBundle(0);
    return new BundleManifest(
        other.origin(),
        name,
        other.keyId(),
        other.head(),
        other.base(),
        other.content(),
        other.from(),
        other.to(),
        other.minimumIndex(),
        other.volume(),
        other.volumes(),
        other.tiles(),
        other.entryBundles(),
        other.files());
  }

  private static MetadataFile file(String path, long bytes) {
    return new MetadataFile(path, bytes, "0".repeat(64));
  }

  private static BundleManifest withFiles(List<MetadataFile> files) {
    return manifest(BundleContent.ENTRIES, 0, 0, SIZE, 0, 1, 1, files);
  }

  private static BundleManifest checkpointsBundle(long minimumIndex) {
    List<MetadataFile> files = List.of(file(MetadataFile.CHECKPOINT, 200));
    return manifest(BundleContent.CHECKPOINTS, 0, SIZE, SIZE, minimumIndex, 1, 1, files);
  }

  private static BundleManifest volume(
      long base, long from, long to, long minimumIndex, int volume, int volumes) {
    List<MetadataFile> files = List.of(file(MetadataFile.CHECKPOINT, 200));
    return manifest(BundleContent.TILES, base, from, to, minimumIndex, volume, volumes, files);
  }

  private static BundleManifest manifest(
      BundleContent content,
      long base,
      long from,
      long to,
      long minimumIndex,
      int volume,
      int volumes,
      List<MetadataFile> files) {
    TreeHead baseHead = base == 0 ? TreeHead.EMPTY : head(base);
    return manifest(head(SIZE), baseHead, content, from, to, minimumIndex, volume, volumes, files);
  }

  /** A volume of a tree, without attached files. */
  static BundleManifest manifest(
      TreeHead head,
      TreeHead base,
      BundleContent content,
      long from,
      long to,
      int volume,
      int volumes) {
    List<MetadataFile> files = List.of(file(MetadataFile.CHECKPOINT, 200));
    return manifest(head, base, content, from, to, 0, volume, volumes, files);
  }

  private static BundleManifest manifest(
      TreeHead head,
      TreeHead base,
      BundleContent content,
      long from,
      long to,
      long minimumIndex,
      int volume,
      int volumes,
      List<MetadataFile> files) {
    return new BundleManifest(
        new Origin("manifest.example/log"),
        "manifest.example/log",
        "25f9e0f9",
        head,
        base,
        content,
        from,
        to,
        minimumIndex,
        volume,
        volumes,
        41,
        0,
        files);
  }

  private static TreeHead head(long size) {
    return new TreeHead(size, Hash.of(new byte[Hash.BYTES]));
  }
}

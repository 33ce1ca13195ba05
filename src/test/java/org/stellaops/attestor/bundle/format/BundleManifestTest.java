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
    return new BundleManifest(
        new Origin("manifest.example/log"),
        "manifest.example/log",
        "25f9e0f9",
        head(SIZE),
        base == 0 ? TreeHead.EMPTY : head(base),
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

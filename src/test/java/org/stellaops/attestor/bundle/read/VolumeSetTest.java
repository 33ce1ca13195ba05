package org.stellaops.attestor.bundle.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.MetadataFile;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.TreeHead;

/** The volumes of a delta of 1,744 entries, from 256 to 1,999, in five volumes. */
class VolumeSetTest {
  private static final long[] BOUNDARIES = {256, 768, 1_024, 1_280, 1_536, 2_000};

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2,3,4,5|0|volume 1 of 5 is missing: entries 256 to 767",
        "1,2,4,5|0|volume 3 of 5 is missing: entries 1024 to 1279",
        "1,2,3,4|0|volume 5 of 5 is missing: entries 1536 to 1999",
        "3,4,5|0|volumes 1 to 2 of 5 are missing: entries 256 to 1023",
        "3,4,5|256|volumes 1 to 2 of 5 are missing: entries 256 to 1023",
        "1,5|0|volumes 2 to 4 of 5 are missing: entries 768 to 1535",
        "1,2,3|0|volumes 4 to 5 of 5 are missing: entries 1280 to 1999"
      })
  void missingVolumesAreListedWithTheirEntries(String present, long covered, String message) {
    assertIncomplete(message + " of 'volumes.example'", set(present), covered);
  }

  /** The mirror has entries from other bundles, which may be divided differently. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2,3,4,5|257|volume 1 of 5 is missing: entries 257 to 767",
        "3,4,5|257|volume 2 of 5, or more before it, is missing: entries 257 to 1023",
        "3,4,5|1023|volume 2 of 5, or more before it, is missing: entries 1023 to 1023",
        "1,3,4,5|768|volume 2 of 5, or more before it, is missing: entries 768 to 1023",
        "1,3,4,5|767|volume 2 of 5 is missing: entries 768 to 1023",
        "1|1100|volume 5 of 5, or more before it, is missing: entries 1100 to 1999",
        "5|1100|volume 4 of 5, or more before it, is missing: entries 1100 to 1535"
      })
  void firstMissingVolumeIsNotGuessedFromOtherBundles(
      String present, long covered, String message) {
    assertIncomplete(message + " of 'volumes.example'", set(present), covered);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1,2,3,4,5|0", "1,1,2,3,4,5,5|0", "2,3,4,5|768", "3,4,5|1024", "1|2000", "4|3000"})
  void mirroredVolumesAreNotRequired(String present, long covered) {
    set(present).requireComplete(covered);
  }

  @Test
  void volumeNumbersMustFollowTheEntries() {
    assertNotOneExport("entries 256 to 767 and entries 1024 to 1279", volume(1, 256, 768), 2);
    assertNotOneExport("entries 768 to 1023 and entries 1024 to 1279", volume(2, 768, 1_024), 4);
    assertNotOneExport("entries 768 to 1023 and entries 1024 to 1279", volume(2, 768, 1_024), 2);
    assertNotOneExport("entries 1024 to 1535 and entries 1024 to 1279", volume(3, 1_024, 1_536), 3);
  }

  /** As of an export that was repeated with another volume size. */
  @Test
  void volumesMayOverlap() {
    new VolumeSet(
            List.of(
                volume(1, 256, 768),
                volume(2, 512, 1_280),
                volume(4, 1_024, 1_536),
                volume(5, 1_536, 2_000)))
        .requireComplete(0);
  }

  /** Adds the entries 1,024 to 1,279 as the volume of this number. */
  private static void assertNotOneExport(String entries, VolumeSet.Volume earlier, int number) {
    VolumeSet set = new VolumeSet(List.of(earlier, volume(number, 1_024, 1_280)));

    assertThatThrownBy(() -> set.requireComplete(0))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_BUNDLE))
        .hasMessageContaining(
            "cannot be volumes %d and %d of one export: they contain %s"
                .formatted(earlier.manifest().volume(), number, entries));
  }

  private static void assertIncomplete(String message, VolumeSet set, long covered) {
    assertThatThrownBy(() -> set.requireComplete(covered))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.INCOMPLETE);
              assertThat(e.hint()).startsWith("specify all volumes, or add --partial");
            })
        .hasMessage(message);
  }

  private static VolumeSet set(String numbers) {
    List<VolumeSet.Volume> volumes =
        Arrays.stream(numbers.split(","))
            .map(Integer::valueOf)
            .map(number -> volume(number, BOUNDARIES[number - 1], BOUNDARIES[number]))
            .toList();
    List<VolumeSet> sets = VolumeSet.of(volumes);
    assertThat(sets).hasSize(1);
    return sets.get(0);
  }

  private static VolumeSet.Volume volume(int number, long from, long to) {
    Hash root = Hash.of(new byte[Hash.BYTES]);
    MetadataFile checkpoint = new MetadataFile(MetadataFile.CHECKPOINT, 200, "0".repeat(64));
    BundleManifest manifest =
        new BundleManifest(
            new Origin("volumes.example"),
            "volumes.example",
            "25f9e0f9",
            new TreeHead(2_000, root),
            new TreeHead(300, root),
            BundleContent.TILES,
            from,
            to,
            0,
            number,
            5,
            1,
            0,
            List.of(checkpoint));
    return new VolumeSet.Volume(Path.of("volume-" + number + ".tar.gz"), manifest);
  }
}

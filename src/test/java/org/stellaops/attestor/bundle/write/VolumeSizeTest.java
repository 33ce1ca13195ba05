package org.stellaops.attestor.bundle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.bundle.BundleFixture;
import org.stellaops.attestor.bundle.archive.TarFiles;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.ProofTiles;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.testlog.FakeLog;

/** A volume that is one byte larger than its medium cannot be carried across the air gap. */
class VolumeSizeTest {
  private static final int SIZE = 600;
  private static final int ENTRY_BYTES = 90;
  private static final FakeLog LOG =
      FakeLog.named("size.example").withEntries(index -> new byte[ENTRY_BYTES]).grow(SIZE);

  /** Two full entry bundles, and a partial one of 88 entries; the first has a parent, too. */
  private static final long FIRST = withOverhead(2 * tile() + entryBundle(256));

  private static final long SECOND = withOverhead(tile() + entryBundle(256));
  private static final long LAST = withOverhead(tile() + entryBundle(88));

  @TempDir private static Path directory;
  private static BundleFixture fixture;

  @BeforeAll
  static void mirror() {
    fixture = BundleFixture.of(LOG, directory);
  }

  @Test
  void volumeIsFilledToItsLastByte() {
    long fixed = fixedBytes(fixture.export(), LOG.checkpoint(SIZE).length);

    assertVolumes(fixture.export().volumeSize(fixed + FIRST + SECOND + LAST), 0, 600);
    assertVolumes(fixture.export().volumeSize(fixed + FIRST + SECOND + LAST - 1), 0, 512, 600);
    assertVolumes(fixture.export().volumeSize(fixed + FIRST + SECOND), 0, 512, 600);
    assertVolumes(fixture.export().volumeSize(fixed + FIRST + SECOND - 1), 0, 256, 600);
    assertVolumes(fixture.export().volumeSize(fixed + SECOND + LAST), 0, 256, 600);
    assertVolumes(fixture.export().volumeSize(fixed + SECOND + LAST - 1), 0, 256, 512, 600);
    assertLeast(fixed + FIRST, fixture.export());
  }

  @Test
  void tilesAreCountedWithoutEntries() {
    long fixed = fixedBytes(fixture.export(), LOG.checkpoint(SIZE).length);

    assertLeast(fixed + withOverhead(2 * tile()), fixture.export().content(BundleContent.TILES));
  }

  @Test
  void attachedFilesAndOlderCheckpointsAreCounted() {
    BundleFixture.Export export = fixture.export().history(400).attach("trust/a", new byte[5_000]);

    assertLeast(
        FIRST + fixedBytes(export, LOG.checkpoint(SIZE).length, LOG.checkpoint(400).length, 5_000),
        export);
  }

  @Test
  void deltaIsDividedFromTheEntryBundleOfItsBase() {
    BundleFixture.Export export = fixture.export().since(300);
    long fixed = fixedBytes(export, LOG.checkpoint(SIZE).length, LOG.checkpoint(300).length);

    assertVolumes(export.volumeSize(fixed + SECOND + LAST), 256, 600);
    assertVolumes(export.volumeSize(fixed + SECOND), 256, 512, 600);
    assertLeast(fixed + SECOND, export);
  }

  /** Every 65,536 entries there is a level-1 tile, and the tiles above it. */
  @Test
  void tilesAboveLevelZeroAreCountedAtTheStartOfTheirRange() {
    FakeLog log = FakeLog.named("large.example").grow(65_900);
    BundleFixture large = BundleFixture.of(log, directory.resolve("large"));
    BundleFixture.Export export = large.export().since(65_500).content(BundleContent.TILES);
    long fixed = fixedBytes(export, log.checkpoint(65_900).length, log.checkpoint(65_500).length);

    assertVolumes(
        export.volumeSize(fixed + withOverhead(3 * tile())), 65_280, 65_536, 65_792, 65_900);
    assertLeast(fixed + withOverhead(3 * tile()), export);
  }

  private static void assertVolumes(BundleFixture.Export export, Integer... boundaries) {
    List<Integer> actual = new ArrayList<>();
    for (PlannedVolume volume : export.plan()) {
      if (actual.isEmpty()) {
        actual.add((int) volume.manifest().from());
      }
      actual.add((int) volume.manifest().to());
    }
    assertThat(actual).containsExactly(boundaries);
  }

  private static void assertLeast(long least, BundleFixture.Export export) {
    assertThat(export.volumeSize(least).plan()).isNotEmpty();
    assertThatThrownBy(() -> export.volumeSize(least - 1).plan())
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION);
              assertThat(e.hint()).isEqualTo("use at least " + least + " bytes");
            });
  }

  /** 128 KiB for what does not depend on the log, the proof tiles and the metadata files. */
  private static long fixedBytes(BundleFixture.Export export, long... metadataFiles) {
    long bytes = 1 << 17;
    for (var tile : ProofTiles.of(export.plan().get(0).manifest())) {
      bytes += TarFiles.paddedSize(tile.byteCount());
    }
    for (long length : metadataFiles) {
      bytes += TarFiles.paddedSize(length) + 256;
    }
    return bytes;
  }

  private static long tile() {
    return TarFiles.paddedSize(8_192) + 128;
  }

  private static long entryBundle(int entries) {
    return TarFiles.paddedSize(entries * (2L + ENTRY_BYTES)) + 128;
  }

  private static long withOverhead(long bytes) {
    return bytes + bytes / 500;
  }
}

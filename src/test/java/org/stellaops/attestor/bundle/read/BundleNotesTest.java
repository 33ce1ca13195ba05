package org.stellaops.attestor.bundle.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.bundle.BundleFixture;
import org.stellaops.attestor.bundle.archive.ArchiveEntry;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.ConsistencyFile;
import org.stellaops.attestor.bundle.format.MetadataFile;
import org.stellaops.attestor.bundle.write.WrittenBundle;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.testlog.FakeLog;

/** Checkpoints that are listed in the manifest, validly signed, and in the wrong bundle. */
class BundleNotesTest {
  private static final FakeLog LOG = FakeLog.named("notes.example").grow(4_000);

  @TempDir private static Path directory;
  private static BundleFixture fixture;

  @BeforeAll
  static void mirror() {
    fixture = BundleFixture.of(LOG, directory);
  }

  @Test
  void checkpointSmallerThanTheBaseIsRejected() {
    Path good = fixture.export().since(300).file("delta.tar.zst");

    assertRejected("unexpected checkpoint of size 200", good, inserted(1, checkpoint(200)));
    assertThat(readForged(good, inserted(2, checkpoint(301))).notes().earlier())
        .containsExactly(fixture.checkpoint(300), fixture.checkpoint(301));
  }

  /** The tree proves a checkpoint only if the path to its last entry is in the volume. */
  @Test
  void checkpointOfTheNeighbouringVolumeIsRejected() {
    long limit = 210_000;
    BundleManifest second =
        fixture.export().history(1, 2, 3, 4).volumeSize(limit).plan().get(1).manifest();
    long from = second.from();
    long to = second.to();
    List<WrittenBundle> volumes =
        fixture.export().history(from, from + 1, to, to + 1).volumeSize(limit).write("vol.tar.zst");
    Path middle = volumes.get(1).file();

    assertThat(volumes).hasSizeGreaterThan(2);
    assertThat(List.of(volumes.get(1).manifest().from(), volumes.get(1).manifest().to()))
        .containsExactly(from, to);
    assertThat(fixture.read(volumes.get(0).file()).notes().earlier())
        .containsExactly(fixture.checkpoint(from));
    assertThat(fixture.read(middle).notes().earlier())
        .containsExactly(fixture.checkpoint(from + 1), fixture.checkpoint(to));
    assertRejected("unexpected checkpoint of size " + from, middle, inserted(1, checkpoint(from)));
    assertRejected(
        "unexpected checkpoint of size " + (to + 1), middle, inserted(3, checkpoint(to + 1)));
  }

  @Test
  void proofBeforeItsCheckpointIsRejected() {
    Path good = fixture.export().withoutTiles().since(300).history(900).file("proofs.tar.zst");

    assertRejected(
        "consistency/300 does not match the order of the checkpoints",
        good,
        files -> {
          List<ArchiveEntry> changed = new ArrayList<>(files);
          changed.add(1, changed.remove(3));
          return changed;
        });
    assertRejected(
        "consistency/900: invalid consistency proof",
        good,
        files -> {
          List<ArchiveEntry> changed = new ArrayList<>(files);
          changed.set(
              4, new ArchiveEntry("consistency/900", ConsistencyFile.print(LOG.consistency(5, 7))));
          return changed;
        });
  }

  @Test
  void bundleWithoutTheCheckpointOfItsBaseIsRejected() {
    Path good = fixture.export().since(300).history(900).file("base.tar.zst");

    assertRejected(
        "the checkpoint of the base is missing",
        good,
        files -> files.stream().filter(file -> !file.path().equals("checkpoints/300")).toList());
  }

  private static ArchiveEntry checkpoint(long size) {
    return new ArchiveEntry(MetadataFile.checkpointPath(size), LOG.checkpoint(size));
  }

  private static UnaryOperator<List<ArchiveEntry>> inserted(int index, ArchiveEntry file) {
    return files -> {
      List<ArchiveEntry> changed = new ArrayList<>(files);
      changed.add(index, file);
      return changed;
    };
  }

  private static BundleFixture.Imported readForged(
      Path good, UnaryOperator<List<ArchiveEntry>> change) {
    Path forged = directory.resolve("forged.tar.zst");
    return fixture.read(BundleForger.of(good).transformMetadata(change).write(forged));
  }

  private static void assertRejected(
      String reason, Path good, UnaryOperator<List<ArchiveEntry>> change) {
    assertThatThrownBy(() -> readForged(good, change))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_BUNDLE))
        .hasMessageContaining(reason);
  }
}

package org.stellaops.attestor.bundle.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.bundle.BundleFixture;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/** A tree with a full level-1 tile, whose hashes verify the files after it. */
class InboundSegmentsTest {
  private static final FakeLog LOG = FakeLog.named("inbound.example").grow(65_800);
  private static final Tile PARENT = (Tile) Resource.parse("tile/1/000");

  @TempDir private static Path directory;

  @Test
  void tilesBelowAFullParentAreVerifiedWithIt() {
    BundleFixture fixture = BundleFixture.of(LOG, directory);
    Path good = fixture.export().file("good.tar.zst");

    BundleFixture.Imported imported = fixture.read(good, Set.of(PARENT));

    assertThat(imported.tree()).hasSize(1 + 257 + 258);
    for (Map.Entry<String, byte[]> each : imported.tree().entrySet()) {
      assertThat(each.getValue()).as(each.getKey()).isEqualTo(LOG.get(each.getKey()).orElseThrow());
    }
    assertThat(imported.retained()).containsOnlyKeys(PARENT);
    assertThat(BundleForger.of(good).fileCounts())
        .as("120 tiles are one mebibyte")
        .containsExactly(1, 1, 3, 1, 120, 120, 16, 256, 1, 2, 0);
    for (String path : List.of("tile/1/000", "tile/0/077", "tile/entries/255")) {
      Path forged = forged(good, path);
      assertThatThrownBy(() -> fixture.read(forged))
          .isInstanceOfSatisfying(
              AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_TILE))
          .hasMessageContaining(path);
    }
  }

  @Test
  void childrenBeforeTheirParentAreAnError() {
    BundleFixture fixture = BundleFixture.of(LOG, directory);
    Path file = fixture.export().since(65_700).file("order.tar.zst");

    try (BundleReader reader = BundleReader.open(file)) {
      reader.readFiles();
      VerifiedTiles verified =
          BundleNotes.open(reader, LOG.identity(), List.of())
              .consistencyProof(reader.manifest())
              .verify(reader.readProofTiles()::get);
      InboundSegments segments = reader.segments(fixture.backend(), verified, Set.of());

      assertThatThrownBy(() -> segments.read(PARENT))
          .hasMessageContaining("unexpected order: tile/1/000 must precede its children");
      while (segments.hasNext()) {
        segments.next().verify().release();
      }
      assertThatThrownBy(segments::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  /** A check of the digest alone must notice that a metadata file was replaced. */
  @Test
  void skippedBundleHasTheMetadataFilesOfItsManifest() {
    Path good = small().export().attach("trust/a", new byte[] {1}).file("skip.tar.gz");
    Path forged = forged(good, "trust/a");

    try (BundleReader reader = BundleReader.open(forged)) {
      assertThatThrownBy(reader::skipToEnd)
          .hasMessageContaining("'trust/a' does not match the manifest");
    }
  }

  /** An inbox with thousands of rejected files must not exhaust the file descriptors. */
  @Test
  void rejectedBundleIsClosed() throws IOException {
    assumeThat(Path.of("/proc/self/fd")).isDirectory();
    Path good = small().export().file("open.tar.gz").toRealPath();
    Path bad = Files.write(directory.resolve("bad.tar.gz"), new byte[100]).toRealPath();

    assertThatThrownBy(() -> BundleReader.open(bad)).hasMessageContaining("not a bundle");
    assertThat(isOpen(bad)).isFalse();
    try (BundleReader reader = BundleReader.open(good)) {
      assertThat(reader.bytesRead()).isPositive();
      assertThat(isOpen(good)).isTrue();
    }
    assertThat(isOpen(good)).isFalse();
  }

  @Test
  void buffersOfAVerifiedSegmentAreReused() {
    BufferPool pool = new BufferPool(1, 100);
    ReusableBuffer buffer = pool.acquire();

    new VerifiedSegment(List.of(), List.of(buffer), pool).release();

    assertThat(pool.acquire()).isSameAs(buffer);
  }

  private static BundleFixture small() {
    return BundleFixture.of(FakeLog.named("small.example").grow(300), directory);
  }

  private static Path forged(Path good, String path) {
    Path forged = directory.resolve("forged" + good.getFileName());
    return BundleForger.of(good)
        .transformFile(
            path,
            bytes -> {
              bytes[bytes.length - 1] ^= 1;
              return bytes;
            })
        .write(forged);
  }

  private static boolean isOpen(Path file) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path each : descriptors.toList()) {
        try {
          if (Files.readSymbolicLink(each).equals(file)) {
            return true;
          }
        } catch (NoSuchFileException e) {
          // the descriptor of this listing
        }
      }
    }
    return false;
  }
}

package org.stellaops.attestor.bundle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.bundle.BundleFixture;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.bundle.read.BundleReader;
import org.stellaops.attestor.bundle.read.ExporterPolicy;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.testlog.FakeLog;

/** How files are divided into segments, which a reader holds in memory one at a time. */
class WrittenSegmentsTest {
  /** The size of half a segment without the tar header: 256 entries of 2,044 bytes. */
  private static final int HALF_BYTES = (1 << 19) - 512;

  private static final FakeLog LOG =
      FakeLog.named("segments.example").withEntries(index -> new byte[2_044]).grow(769);

  @TempDir private static Path directory;
  private static BundleFixture fixture;

  @BeforeAll
  static void mirror() {
    fixture = BundleFixture.of(LOG, directory);
  }

  @Test
  void entryBundlesFillOneMebibyteExactly() {
    assertSegments(fixture.export(), 1, 1, 2, 3, 2, 2, 0);
  }

  /** The entries are zeros; stored as they are, they have 1.5 MiB. */
  @Test
  void entriesAreCompressed() {
    for (String name : List.of("compressed.tar.gz", "compressed.tar.zst")) {
      assertThat(fixture.export().file(name).toFile().length()).as(name).isLessThan(60_000);
    }
  }

  /** Its true size is known only when it is read, so that it could exceed the limit. */
  @Test
  void partialEntryBundleThatWasReplacedHasItsOwnSegment() {
    assertSegments(fixture.export().size(300), 1, 1, 2, 1, 1, 1, 0);
    assertSegments(fixture.export().size(700), 1, 1, 2, 2, 2, 1, 0);
  }

  @Test
  void segmentOfMetadataFilesHasAtMost512Files() {
    BundleFixture.Export export = fixture.export().content(BundleContent.CHECKPOINTS);
    for (int i = 0; i < 511; i++) {
      export.attach("anchors/%04d".formatted(i), new byte[] {(byte) i});
    }
    assertSegments(export, 1, 512, 2, 0);
    for (int i = 511; i < 1_030; i++) {
      export.attach("anchors/%04d".formatted(i), new byte[] {(byte) i});
    }
    assertSegments(export, 1, 512, 512, 7, 2, 0);
  }

  @Test
  void segmentOfMetadataFilesHasAtMostOneMebibyte() {
    BundleFixture.Export export =
        fixture
            .export()
            .content(BundleContent.CHECKPOINTS)
            .attach("trust/a", new byte[HALF_BYTES])
            .attach("trust/b", new byte[HALF_BYTES])
            .attach("trust/c", new byte[HALF_BYTES])
            .attach("trust/d", new byte[1 << 20])
            .attach("trust/e", new byte[1]);

    assertSegments(export, 1, 2, 2, 1, 1, 2, 0);
  }

  @Test
  void writerCountsTheFilesThatItAppends() {
    PlannedVolume volume = fixture.export().plan().get(0);
    BundleManifest manifest = volume.manifest();
    long count = 0;
    try (BundleWriter writer =
        BundleWriter.begin(volume, directory.resolve("counted.tar.gz"), Optional.empty())) {
      for (Iterator<OutboundSegment> all = volume.segments(Compression.GZIP); all.hasNext(); ) {
        count += writer.append(all.next().compress());
      }
    }

    assertThat(count)
        .isEqualTo(manifest.tiles() + manifest.entryBundles() - volume.proofTileCount());
  }

  @Test
  void signedBundleHasTheNoteOfTheExporter() throws GeneralSecurityException {
    NoteSigner exporter = NoteSigner.of("exports.example", newKeyPair("Ed25519"));
    Path file = fixture.export().signedBy(exporter).file("signed.tar.gz");

    try (BundleReader reader = BundleReader.open(file)) {
      assertThat(new ExporterPolicy(true, List.of(exporter.key())).verify(reader))
          .contains(exporter.key());
    }
    assertSegments(fixture.export().signedBy(exporter), 2, 1, 2, 3, 2, 2, 0);
  }

  @Test
  void pendingCheckpointIsInTheBundle() {
    Path file =
        fixture.export().size(700).pending(LOG.checkpoint(769)).file("with-pending.tar.zst");

    assertThat(fixture.read(file).notes().pending()).contains(fixture.checkpoint(769));
    assertThat(fixture.read(fixture.export().file("none.tar.zst")).notes().pending()).isEmpty();
  }

  /** The next export to the same file is possible. */
  @Test
  void signingKeyOfAnotherKindLeavesNoFile() throws GeneralSecurityException {
    NoteSigner unusable =
        new NoteSigner(
            NoteSigner.of("exports.example", newKeyPair("Ed25519")).key(),
            newKeyPair("EC").getPrivate());

    assertThatThrownBy(() -> fixture.export().signedBy(unusable).file("unusable.tar.gz"))
        .hasMessageContaining("cannot sign with the key of exports.example");
    assertThat(directory).isDirectoryNotContaining("glob:**unusable.tar.gz*");
    assertThat(fixture.export().file("unusable.tar.gz")).exists();
  }

  private static void assertSegments(BundleFixture.Export export, Integer... fileCounts) {
    for (String name : List.of("segments.tar.gz", "segments.tar.zst")) {
      Path file = export.file(name);

      assertThat(BundleForger.of(file).fileCounts()).as(name).containsExactly(fileCounts);
      assertThat(fixture.read(file).bytesRead()).isEqualTo(file.toFile().length());
    }
  }

  private static KeyPair newKeyPair(String algorithm) throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
  }
}

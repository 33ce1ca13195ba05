package org.stellaops.attestor.mirror.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Rfc6962;

class LocalMirrorTest {
  private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

  @TempDir private Path base;

  @Test
  void opensMirrorFromFilesOnly() {
    MirroredLog files = mirrorOf(515);
    files.tree.confirm(files.log.identity().origin(), NOON);

    LocalMirror mirror = open(files);

    assertThat(mirror.head()).isEqualTo(files.log.head());
    assertThat(mirror.mirrored().confirmedAt()).isEqualTo(NOON);
    assertThat(mirror.mirrored().age(NOON.plusSeconds(90))).isEqualTo(Duration.ofSeconds(90));
    assertThat(mirror.mirrored().age(NOON.minusSeconds(1))).isEqualTo(Duration.ZERO);
  }

  @Test
  void isEmptyWhenLogIsNotMirrored() {
    MirroredLog files = new MirroredLog(FakeLog.named("one.example").grow(3), base);

    assertThat(LocalMirror.open(files.tree, files.backend)).isEmpty();
  }

  @Test
  void rejectsCheckpointOfAnotherKey() throws IOException {
    MirroredLog files = mirrorOf(3);
    Files.write(
        files.directory().resolve("checkpoint"),
        files.log.fork(0).rotateKey().grow(9).checkpoint());

    assertThatThrownBy(() -> open(files))
        .asInstanceOf(InstanceOfAssertFactories.type(AttestorException.class))
        .extracting(AttestorException::failure)
        .isEqualTo(Failure.UNTRUSTED_KEY);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, 255, 256, 511, 512, 514})
  void findsEntryByHashAndIndex(long index) {
    LocalMirror mirror = open(mirrorOf(515));
    Hash leaf = leafOf(index);
    LeafSearch search = new LeafSearch(mirror);

    assertThat(mirror.leafHash(index)).isEqualTo(leaf);
    assertThat(mirror.entry(index)).contains(bytesOf(index));
    assertThat(search.tileCount()).isEqualTo(3);
    assertThat(search.find(leaf, 0, 3)).hasValue(index);
    assertThat(search.find(leafOf(515), 0, 3)).isEmpty();
    assertThat(search.missingTileCount()).isZero();
  }

  @Test
  void findsFirstOfEqualEntries() {
    FakeLog log = FakeLog.named("one.example").withEntries(i -> bytesOf(i % 300)).grow(700);

    LeafSearch search = new LeafSearch(open(new MirroredLog(log, base).mirror()));

    assertThat(search.find(leafOf(299), 0, 3)).hasValue(299);
  }

  @Test
  void searchCountsMissingTiles() throws IOException {
    MirroredLog files = mirrorOf(515);
    Files.delete(files.directory().resolve("tile/0/000"));
    LeafSearch search = new LeafSearch(open(files));

    assertThat(search.find(leafOf(5), 0, 3)).isEmpty();
    assertThat(search.missingTileCount()).isEqualTo(1);
  }

  @Test
  void doesNotFindForgedHash() throws IOException {
    MirroredLog files = mirrorOf(515);
    Hash forged = Rfc6962.leaf(new byte[] {1, 2, 3});
    Path tile = files.directory().resolve("tile/0/000");
    byte[] bytes = Files.readAllBytes(tile);
    System.arraycopy(forged.bytes(), 0, bytes, 32, 32);
    Files.write(tile, bytes);
    LeafSearch search = new LeafSearch(open(files));

    assertThatThrownBy(() -> search.find(forged, 0, 3))
        .hasMessageContaining("do not hash to the signed root");
  }

  @Test
  void rejectsEntryChangedOnDisk() throws IOException {
    MirroredLog files = mirrorOf(515);
    Path bundle = files.directory().resolve("tile/entries/001");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length - 1] ^= 1;
    Files.write(bundle, bytes);

    assertThatThrownBy(() -> open(files).entry(511))
        .hasMessageContaining("do not hash to the signed root");
    assertThat(open(files).entry(510)).contains(bytesOf(510));
  }

  @Test
  void entryIsEmptyWhenNotMirrored() throws IOException {
    MirroredLog files = mirrorOf(515);
    Files.delete(files.directory().resolve("tile/entries/001"));

    assertThat(open(files).entry(300)).isEmpty();
    assertThat(open(files).leafHash(300)).isEqualTo(leafOf(300));
  }

  private MirroredLog mirrorOf(long size) {
    return new MirroredLog(FakeLog.named("one.example").grow(size), base).mirror();
  }

  private static LocalMirror open(MirroredLog files) {
    return LocalMirror.open(files.tree, files.backend).orElseThrow();
  }

  private static Hash leafOf(long index) {
    return Rfc6962.leaf(bytesOf(index));
  }

  private static byte[] bytesOf(long index) {
    return Long.toString(index).getBytes(StandardCharsets.US_ASCII);
  }
}

package org.stellaops.attestor.filetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.mirror.TreeStats;
import org.stellaops.attestor.note.KeyId;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

class FileMirrorTreeTest {
  private static final Origin LOG = new Origin("log.example/../x");

  @TempDir private Path base;

  @Test
  void directoryNameIsHashOfOrigin() {
    assertThat(tree().path(LOG, new Tile(1, 74, 21)))
        .matches("[0-9a-f]{64}/tile/1/074.p/21")
        .startsWith(LOG.directory());
  }

  @Test
  void emptyDirectoryHasNoResources() {
    FileMirrorTree tree = new FileMirrorTree(base.resolve("not/yet/there"));

    assertThat(tree.has(LOG, Tile.full(0, 0))).isFalse();
    assertThat(tree.has(LOG, new EntryBundle(0, 7))).isFalse();
    assertThat(tree.tile(LOG, new Tile(0, 0, 7))).isEmpty();
    assertThat(tree.read(LOG, NamedFile.CHECKPOINT)).isEmpty();
    assertThat(tree.stats(LOG))
        .isEqualTo(new TreeStats(0, 0, 0, Optional.empty(), Optional.empty()));
    tree.deleteSuperseded(LOG, new TreeShape(7), new TreeShape(300));
  }

  @Test
  void partialTileIsReadFromSameWiderOrFullFile() throws IOException {
    Tile expected = new Tile(0, 5, 100);
    for (int width : new int[] {100, 101, 255, 256}) {
      Path directory = Files.createTempDirectory(base, "width");
      FileMirrorTree tree = new FileMirrorTree(directory);
      put(directory, new Tile(0, 5, width));

      assertThat(tree.has(LOG, expected)).isTrue();
      assertThat(tree.tile(LOG, expected)).contains(hashes(expected));
    }
  }

  @Test
  void narrowerTileDoesNotCount() throws IOException {
    put(new Tile(0, 5, 99));

    assertThat(tree().has(LOG, new Tile(0, 5, 100))).isFalse();
    assertThat(tree().tile(LOG, new Tile(0, 5, 100))).isEmpty();
    assertThat(tree().has(LOG, Tile.full(0, 5))).isFalse();
    assertThat(tree().has(LOG, new Tile(0, 5, 99))).isTrue();
  }

  @Test
  void truncatedTileCountsAsMissing() throws IOException {
    Tile tile = Tile.full(0, 5);
    for (int length : new int[] {0, 1, tile.byteCount() - 1, tile.byteCount() + 1}) {
      write(file(base, tile), new byte[length]);

      assertThat(tree().has(LOG, tile)).isFalse();
      assertThat(tree().tile(LOG, tile)).isEmpty();
    }
    write(file(base, new EntryBundle(5, 256)), new byte[0]);
    assertThat(tree().has(LOG, new EntryBundle(5, 256))).isFalse();
  }

  @Test
  void damagedPartialTileDoesNotHideFullTile() throws IOException {
    write(file(base, new Tile(0, 5, 100)), new byte[7]);
    put(Tile.full(0, 5));

    assertThat(tree().tile(LOG, new Tile(0, 5, 100))).contains(hashes(new Tile(0, 5, 100)));
  }

  @Test
  void distinguishesTilesAndEntryBundlesWithSameIndex() throws IOException {
    put(EntryBundle.full(5));

    assertThat(tree().has(LOG, EntryBundle.full(5))).isTrue();
    assertThat(tree().has(LOG, new EntryBundle(5, 3))).isTrue();
    assertThat(tree().has(LOG, Tile.full(0, 5))).isFalse();
    assertThat(tree().has(new Origin("other"), EntryBundle.full(5))).isFalse();
  }

  @Test
  void publishReplacesCheckpointByteForByte() {
    FileMirrorTree tree = tree();
    SignedNote first = note(TreeHead.EMPTY, "first");
    SignedNote second = note(TreeHead.EMPTY, "second");

    tree.publish(LOG, first);
    assertThat(tree.read(LOG, NamedFile.CHECKPOINT)).contains(first.raw());
    tree.publish(LOG, second);
    tree.publish(LOG, second);

    assertThat(tree.read(LOG, NamedFile.CHECKPOINT)).contains(second.raw());
    assertThat(files()).containsExactly(LOG.directory() + "/checkpoint");
  }

  @Test
  void dropsSupersededPartialsOnly() throws IOException {
    TreeShape old = new TreeShape(70_000);
    TreeShape current = new TreeShape(70_500);
    putAll(old);
    putAll(current);

    tree().deleteSuperseded(LOG, old, current);

    assertThat(files()).containsExactlyInAnyOrderElementsOf(names(current));
  }

  @Test
  void dropsPartialsDirectoryWhenTileIsFull() throws IOException {
    TreeShape old = new TreeShape(65_535);
    TreeShape current = new TreeShape(65_536);
    putAll(old);
    putAll(current);

    tree().deleteSuperseded(LOG, old, current);

    assertThat(files()).containsExactlyInAnyOrderElementsOf(names(current));
    assertThat(root().resolve("tile/0/255.p")).doesNotExist();
    assertThat(root().resolve("tile/entries/255.p")).doesNotExist();
  }

  @Test
  void dropsUnexpectedNarrowerWidths() throws IOException {
    putAll(new TreeShape(100));
    putAll(new TreeShape(130));
    put(new Tile(0, 0, 57));
    put(new Tile(0, 0, 120));
    put(new EntryBundle(0, 99));

    tree().deleteSuperseded(LOG, new TreeShape(100), new TreeShape(130));

    assertThat(files()).containsExactlyInAnyOrderElementsOf(names(new TreeShape(130)));
  }

  @Test
  void keepsWiderPartialsOfPendingCheckpoint() throws IOException {
    putAll(new TreeShape(100));
    putAll(new TreeShape(130));
    putAll(new TreeShape(150));

    tree().deleteSuperseded(LOG, new TreeShape(100), new TreeShape(130));

    assertThat(files())
        .containsAll(names(new TreeShape(130)))
        .containsAll(names(new TreeShape(150)))
        .doesNotContainAnyElementsOf(names(new TreeShape(100)));
  }

  @Test
  void keepsPartialWithoutWiderFile() throws IOException {
    putAll(new TreeShape(100));
    put(new Tile(0, 0, 130));

    tree().deleteSuperseded(LOG, new TreeShape(100), new TreeShape(130));

    assertThat(files())
        .containsExactlyInAnyOrder(
            LOG.directory() + "/tile/0/000.p/130", LOG.directory() + "/tile/entries/000.p/100");
  }

  @Test
  void dropsNothingWhenShapeDidNotGrow() throws IOException {
    TreeShape shape = new TreeShape(66_307);
    putAll(shape);

    tree().deleteSuperseded(LOG, shape, shape);
    tree().deleteSuperseded(LOG, shape, new TreeShape(300));

    assertThat(files()).containsExactlyInAnyOrderElementsOf(names(shape));
  }

  @Test
  void everyGrowthLeavesExactlyNewShape() throws IOException {
    long[] sizes = {0, 1, 255, 256, 257, 511, 513, 65_535, 65_536, 65_537, 66_307, 70_000};
    for (int i = 1; i < sizes.length; i++) {
      TreeShape old = new TreeShape(sizes[i - 1]);
      TreeShape current = new TreeShape(sizes[i]);
      putMissing(current);
      tree().deleteSuperseded(LOG, old, current);

      assertThat(files()).containsExactlyInAnyOrderElementsOf(names(current));
    }
  }

  @Test
  void keepsForeignFilesAmongPartials() throws IOException {
    putAll(new TreeShape(100));
    putAll(new TreeShape(256));
    Path foreign = root().resolve("tile/0/000.p/.tmp-100");
    write(foreign, new byte[1]);
    write(root().resolve("tile/0/000.p/0100"), new byte[1]);

    tree().deleteSuperseded(LOG, new TreeShape(100), new TreeShape(256));

    assertThat(foreign).exists();
    assertThat(root().resolve("tile/0/000.p/100")).doesNotExist();
    assertThat(root().resolve("tile/entries/000.p")).doesNotExist();
  }

  @Test
  void statsCountResourceFilesOnly() throws IOException {
    putAll(new TreeShape(300));
    write(root().resolve("tile/0/.tmp-000"), new byte[1000]);
    write(root().resolve("tile/0/000.p/256"), new byte[1000]);
    tree().publish(LOG, note(TreeHead.EMPTY, "first"));
    Instant old = Instant.parse("2026-01-01T00:00:00Z");
    Instant newer = Instant.parse("2027-01-01T00:00:00Z");
    Files.setLastModifiedTime(file(base, Tile.full(0, 0)), FileTime.from(old));
    Files.setLastModifiedTime(file(base, EntryBundle.full(0)), FileTime.from(newer));

    TreeStats stats = tree().stats(LOG);

    assertThat(stats.tiles()).isEqualTo(new TreeShape(300).tiles()).isEqualTo(3);
    assertThat(stats.entryBundles()).isEqualTo(2);
    assertThat(stats.bytes()).isEqualTo(32 * (256 + 44 + 1) + 3 * 300);
    assertThat(stats.oldest()).contains(old);
    assertThat(stats.newest()).contains(newer);
  }

  @Test
  void reportsDiskFailureWithPathAndHint() throws IOException {
    Path file = Files.createFile(base.resolve("file"));

    assertThatThrownBy(() -> new FileMirrorTree(file).publish(LOG, note(TreeHead.EMPTY, "x")))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.DISK);
              assertThat(e.getMessage()).contains(file.toString());
              assertThat(e.hint()).contains("attestor.tileCache.basePath");
            });
  }

  @Test
  void unreadableDirectoryIsNotReportedAsMissing() throws IOException {
    Files.createDirectories(root().resolve("tile"));
    Path loop = root().resolve("tile/0");
    Files.createSymbolicLink(loop, loop);

    assertThatThrownBy(() -> tree().has(LOG, Tile.full(0, 0)))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.DISK));
  }

  private FileMirrorTree tree() {
    return new FileMirrorTree(base);
  }

  private Path root() {
    return base.resolve(LOG.directory());
  }

  private void putAll(TreeShape shape) throws IOException {
    for (Resource resource : resources(shape)) {
      put(resource);
    }
  }

  private void putMissing(TreeShape shape) throws IOException {
    for (Resource resource : resources(shape)) {
      if (!tree().has(LOG, resource)) {
        put(resource);
      }
    }
  }

  private void put(Resource resource) throws IOException {
    put(base, resource);
  }

  private static void put(Path base, Resource resource) throws IOException {
    byte[] content =
        resource instanceof Tile tile ? hashes(tile).bytes() : new byte[3 * resource.width()];
    write(file(base, resource), content);
  }

  private static Path file(Path base, Resource resource) {
    return base.resolve(LOG.directory()).resolve(resource.path());
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  /** The hashes of a tile say where they belong. */
  private static TileHashes hashes(Tile tile) {
    return TileHashes.of(
        Stream.iterate(0, i -> i + 1)
            .limit(tile.width())
            .map(i -> Hash.fromHex(String.format("%016x%016x%032x", tile.level(), tile.index(), i)))
            .toList());
  }

  private static List<Resource> resources(TreeShape shape) {
    Stream<Resource> full =
        IntStream.range(0, shape.levels())
            .boxed()
            .flatMap(level ->
                LongStream.range(0, shape.fullTiles(level))
                    .mapToObj(index -> Tile.full(level, index)));
    Stream<Resource> bundles =
        Stream.iterate(0L, i -> i + 1).limit(shape.fullTiles(0)).map(EntryBundle::full);
    return Stream.of(full, bundles, shape.partials()).flatMap(each -> each).toList();
  }

  private static List<String> names(TreeShape shape) {
    return resources(shape).stream().map(r -> LOG.directory() + "/" + r.path()).toList();
  }

  private List<String> files() {
    try (Stream<Path> all = Files.walk(base)) {
      return all.filter(Files::isRegularFile).map(f -> base.relativize(f).toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SignedNote note(TreeHead head, String signature) {
    return SignedNote.of(
        new Checkpoint(LOG, head, List.of()).text(),
        List.of(
            new NoteSignature(
                "key.example",
                KeyId.parse("cf119915"),
                signature.getBytes(StandardCharsets.UTF_8))));
  }
}

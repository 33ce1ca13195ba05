package org.stellaops.attestor.route.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

class CheckpointsTest {
  @TempDir private Path directory;
  private SingleLogFixture one;
  private Checkpoints checkpoints;

  @BeforeEach
  void follow() {
    one = new SingleLogFixture(directory, true);
    checkpoints = one.checkpoints();
  }

  @Test
  void rowHasExactlyTheStatementParameters() throws IOException {
    one.log.grow(300);
    SyncCycle cycle = one.judged();

    Set<String> asked = new HashSet<>(SqlRowsTest.parameters("store-checkpoint.sql"));
    asked.addAll(SqlRowsTest.parameters("store-variant.sql"));
    assertThat(checkpoints.row(cycle).keySet()).isEqualTo(asked);
    assertThat(checkpoints.row(cycle))
        .containsEntry("origin", "one.example")
        .containsEntry("backend", "one")
        .containsEntry("treeSize", 300L)
        .containsEntry("rootHash", one.log.head().root().bytes())
        .containsEntry("rawNote", one.log.checkpoint())
        .containsEntry("keyName", "one.example")
        .containsEntry("keyId", one.log.identity().key().keyId().toString())
        .containsEntry("frozen", false)
        .containsEntry("consistentFrom", null)
        .containsEntry("now", LogStateFixtures.NOON.atOffset(ZoneOffset.UTC));
    cycle.lock().close();
  }

  @Test
  void rowHasConsistentFromAndFrozen() {
    one.log.grow(300);
    one.accepted().lock().close();
    one.log.grow(50);
    SyncCycle step = one.accepted();
    assertThat(checkpoints.row(step)).containsEntry("consistentFrom", 300L);
    step.lock().close();

    one.log.freeze();
    SyncCycle frozen = one.judged();
    assertThat(checkpoints.row(frozen))
        .containsEntry("frozen", true)
        .containsEntry("consistentFrom", null);
    frozen.lock().close();
  }

  @Test
  void transitionDecidesNextSteps() {
    one.log.grow(300);
    assertDecisions(one.accepted(), true, true, true);
    assertDecisions(one.judged(), false, true, false);
    one.log.grow(1);
    assertDecisions(one.accepted(), true, true, true);
    one.log.rollBack(299);
    assertDecisions(one.judged(), true, false, false);
  }

  @Test
  void failsWhenAnotherProcessMovedHead() {
    one.log.grow(300);
    one.accepted().lock().close();
    one.log.grow(1);
    SyncCycle late = one.judged();
    late.lock().close();
    one.accepted().lock().close();

    assertThatThrownBy(() -> checkpoints.advancePending(late))
        .isInstanceOfSatisfying(
            AttestorException.class, lost -> assertThat(lost.failure()).isEqualTo(Failure.BUSY));
    assertThat(one.state().pending()).isEqualTo(one.log.head());
  }

  @Test
  void publishesCheckpointWhenCovered() {
    one.log.grow(300);
    SyncCycle cycle = one.accepted();
    assertThat(checkpoints.isCovered(cycle)).isFalse();
    one.store.advanceCovered(one.backend().origin(), 300);
    cycle.changeState(state -> state.withCovered(300));
    assertThat(checkpoints.isCovered(cycle)).isTrue();

    publish(cycle);

    assertThat(one.state().mirrored()).isEqualTo(one.log.head());
    assertThat(one.tree.read(one.backend().origin(), NamedFile.CHECKPOINT))
        .contains(one.log.checkpoint());
  }

  @Test
  void publishesEmptyLog() {
    SyncCycle cycle = one.accepted();
    assertThat(checkpoints.isCovered(cycle)).isTrue();

    publish(cycle);

    assertThat(one.state().mirrored()).isEqualTo(TreeHead.EMPTY);
    assertThat(one.tree.read(one.backend().origin(), NamedFile.CHECKPOINT))
        .contains(one.log.checkpoint());
  }

  @Test
  void replacesPublishedNoteOfSameHead() {
    one.log.grow(300);
    mirror();
    one.log.freeze();
    SyncCycle again = one.judged();

    publish(again);

    assertThat(one.tree.read(one.backend().origin(), NamedFile.CHECKPOINT))
        .contains(one.log.checkpoint());
    assertThat(new String(one.log.checkpoint(), StandardCharsets.UTF_8)).contains("Log frozen");
  }

  @Test
  void doesNotPublishAfterLockIsLost() {
    one.log.grow(300);
    SyncCycle cycle = one.accepted();
    one.store.advanceCovered(one.backend().origin(), 300);
    checkpoints.advanceMirrored(cycle);
    cycle.lock().close();

    assertThatThrownBy(() -> checkpoints.publish(cycle))
        .isInstanceOfSatisfying(
            AttestorException.class, lost -> assertThat(lost.failure()).isEqualTo(Failure.STORE));
    assertThat(one.tree.read(one.backend().origin(), NamedFile.CHECKPOINT)).isEmpty();
  }

  /** Edges of checkpoints that were pending for a while, and never mirrored, lie there too. */
  @Test
  void removesPartialTilesOfSupersededCheckpoints() throws IOException {
    one.log.grow(200);
    mirror();
    for (int more : new int[] {100, 300, 1}) {
      one.log.grow(more);
      one.accepted().lock().close();
      put(one.log.size());
    }
    assertThat(files()).contains("tile/0/000.p/200", "tile/0/001.p/44", "tile/0/002.p/88");

    one.log.grow(100);
    mirror();

    assertThat(files()).isEqualTo(tree(701));
  }

  @Test
  void replacesDamagedCheckpointAndRemovesSupersededTiles() throws IOException {
    one.log.grow(200);
    mirror();
    Path served = directory.resolve(one.backend().origin().directory()).resolve("checkpoint");
    Files.writeString(served, "rotten");
    one.log.grow(100);
    mirror();

    assertThat(served).hasBinaryContent(one.log.checkpoint());
    assertThat(files()).isEqualTo(tree(300));
  }

  private void mirror() {
    SyncCycle cycle = one.accepted();
    try {
      put(one.log.size());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    one.store.advanceCovered(one.backend().origin(), one.log.size());
    publish(cycle);
  }

  private void publish(SyncCycle cycle) {
    checkpoints.advanceMirrored(cycle);
    checkpoints.publish(cycle);
    cycle.lock().close();
  }

  private void assertDecisions(SyncCycle cycle, boolean proof, boolean current, boolean news) {
    assertThat(checkpoints.needsProof(cycle)).isEqualTo(proof);
    assertThat(checkpoints.isCurrent(cycle)).isEqualTo(current);
    assertThat(checkpoints.isNew(cycle)).isEqualTo(news);
    cycle.lock().close();
  }

  private void put(long size) throws IOException {
    for (String path : tree(size)) {
      Path file = directory.resolve(one.backend().origin().directory()).resolve(path);
      Resource resource = Resource.parse(path);
      Files.createDirectories(file.getParent());
      Files.write(
          file,
          resource instanceof Tile tile
              ? one.log.tile(tile)
              : one.log.entryBundle((EntryBundle) resource));
    }
  }

  private Set<String> files() throws IOException {
    Path root = directory.resolve(one.backend().origin().directory());
    try (Stream<Path> files = Files.walk(root.resolve("tile"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> tree(long size) {
    TreeShape shape = new TreeShape(size);
    Set<String> paths = new TreeSet<>();
    for (int level = 0; level < shape.levels(); level++) {
      for (long index = 0; index < shape.tiles(level); index++) {
        Tile tile = new Tile(level, index, shape.width(level, index));
        paths.add(tile.path());
        if (level == 0) {
          paths.add("tile/entries/" + tile.path().substring("tile/0/".length()));
        }
      }
    }
    return paths;
  }
}

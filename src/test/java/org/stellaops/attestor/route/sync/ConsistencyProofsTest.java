package org.stellaops.attestor.route.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.route.fetch.FetchAttempt;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.fetch.LogReader;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

class ConsistencyProofsTest {
  @TempDir private Path directory;
  private SingleLogFixture one;
  private ConsistencyProofs proofs;
  private LogReader downloads;
  private SyncCycle cycle;

  @BeforeEach
  void follow() {
    one = new SingleLogFixture(directory, true);
    one.log.grow(700);
    proofs = new ConsistencyProofs(one.tree);
    downloads =
        new LogReader(
            one.catalog,
            (prefix, path, max) -> Optional.empty(),
            one.metrics,
            origin -> URI.create("file:///none/"));
  }

  @AfterEach
  void releaseLock() {
    cycle.lock().close();
  }

  @Test
  void firstContactNeedsRightEdge() throws IOException {
    cycle = one.judged();

    assertThat(missing()).containsExactly(new Tile(1, 0, 2), new Tile(0, 2, 188));
    bringAll();
    proofs.checkConsistency(cycle);

    assertThat(cycle.rightEdge().orElseThrow().head()).isEqualTo(one.log.head());
  }

  @Test
  void growthNeedsRightEdgeOfBothTrees() throws IOException {
    one.log.rollBack(300);
    one.accepted().lock().close();
    one.log.grow(0);
    cycle = one.judged();

    assertThat(missing()).containsExactly(new Tile(1, 0, 2), new Tile(0, 2, 188), Tile.full(0, 1));
    bringAll();
    proofs.checkConsistency(cycle);

    assertThat(cycle.rightEdge()).isPresent();
  }

  @Test
  void truncatesFullTileToRequestedWidth() throws IOException {
    one.log.grow(100);
    one.log.rollBack(700);
    cycle = one.judged();
    for (Tile tile : missing()) {
      boolean promoted = tile.level() == 0;
      bring(promoted ? tile.full() : tile, one.log.tile(promoted ? tile.full() : tile));
    }

    proofs.checkConsistency(cycle);

    assertThat(cycle.rightEdge().orElseThrow().tiles()).containsKey(new Tile(0, 2, 188));
  }

  @Test
  void rejectsTileOfWrongLength() {
    cycle = one.judged();
    for (Tile tile : missing()) {
      byte[] truth = one.log.tile(tile);
      for (int length : new int[] {0, 1, truth.length - 32, truth.length - 1}) {
        assertBadTile(() -> bring(tile, Arrays.copyOf(truth, length)));
      }
    }
  }

  @Test
  void rejectsForgedTile() throws IOException {
    cycle = one.judged();
    for (Tile tile : missing()) {
      byte[] forged = one.log.tile(tile);
      forged[0] ^= 1;
      bringAll();
      bring(tile, forged);
      assertBadTile(() -> proofs.checkConsistency(cycle));
      assertThat(cycle.rightEdge()).isEmpty();
    }
  }

  @Test
  void restartDiscardsReceivedTiles() throws IOException {
    cycle = one.judged();
    bringAll();

    assertThat(missing()).hasSize(2);
    assertThat(cycle.proofTiles()).isEmpty();
  }

  @Test
  void olderStateIsCheckedAgainstLocalTiles() throws IOException {
    one.accepted().lock().close();
    for (Tile tile : List.of(new Tile(1, 0, 2), Tile.full(0, 1))) {
      put(tile);
    }
    one.log.rollBack(300);
    cycle = one.judged();
    assertThat(missing()).containsExactly(new Tile(0, 2, 188));
    bringAll();
    proofs.checkConsistency(cycle);
    assertThat(cycle.rightEdge().orElseThrow().head()).isEqualTo(one.log.head());
    cycle.lock().close();

    one.log.serveCheckpoint(one.log.fork(200).grow(100).checkpoint());
    cycle = one.judged();
    missing();
    bringAll();
    assertThatThrownBy(() -> proofs.checkConsistency(cycle))
        .isInstanceOfSatisfying(
            ContradictionException.class,
            split -> assertThat(split.failure()).isEqualTo(Failure.SPLIT_VIEW));
  }

  private List<Tile> missing() {
    return proofs.missingTiles(cycle).stream()
        .map(request -> (Tile) request.resource().orElseThrow())
        .toList();
  }

  private void bringAll() throws IOException {
    for (Tile tile : missing()) {
      bring(tile, one.log.tile(tile));
    }
  }

  private void bring(Tile came, byte[] bytes) throws IOException {
    FetchAttempt attempt = downloads.begin(FetchRequest.of("one", came));
    proofs.addTile(
        cycle, downloads.read(attempt, 200, null, null, new ByteArrayInputStream(bytes)));
  }

  private void put(Resource resource) throws IOException {
    Path file = directory.resolve(one.tree.path(one.backend().origin(), resource));
    Files.createDirectories(file.getParent());
    Files.write(file, one.log.tile((Tile) resource));
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void assertBadTile(Step step) {
    assertThatThrownBy(step::run)
        .isInstanceOfSatisfying(
            AttestorException.class,
            refused -> assertThat(refused.failure()).isEqualTo(Failure.BAD_TILE));
  }
}

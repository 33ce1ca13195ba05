package org.stellaops.attestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.postgres.CheckpointFixtures.LOG;
import static org.stellaops.attestor.postgres.CheckpointFixtures.NOON;
import static org.stellaops.attestor.postgres.CheckpointFixtures.head;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.RetentionStore;
import org.stellaops.attestor.mirror.store.RetentionStore.CheckpointCount;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.tlog.TreeHead;

class PostgresRetentionStoreTest {
  private static final Instant LATER = NOON.plusSeconds(300);

  private final Database database = TestDatabase.withSchema();
  private final CheckpointStore heads = new PostgresCheckpointStore(new Sql(database));
  private final RetentionStore retention = new PostgresRetentionStore(new Sql(database));
  private final Sql sql = new Sql(database);

  /** Ten checkpoints, the sixth is mirrored, the seventh half on disk. */
  @BeforeEach
  void setUpLog() throws SQLException {
    for (long size = 10; size <= 100; size += 10) {
      CheckpointFixtures.storeCheckpoint(database, head(size));
      execute(
          "update rekor_checkpoints set consistent_from = nullif(%d, 0) where tree_size = %d"
              .formatted(size - 10, size));
      if (size == 10) {
        heads.follow(LOG, "example", head(10), NOON);
      } else {
        heads.advancePending(LOG, head(size - 10), head(size), NOON);
      }
      if (size == 60) {
        heads.advanceMirrored(LOG, TreeHead.EMPTY, head(60));
        heads.advanceCovered(LOG, 60);
      }
    }
    heads.advanceCovered(LOG, 65);
  }

  @Test
  void removesOnlyUnneededCheckpointsAndRelinksChain() throws SQLException {
    execute(
        "insert into evidence (origin, backend, kind, detected_at, known_size, known_root,"
            + " shown_size, shown_root, file) select origin, 'example', 'split_view', now(),"
            + " tree_size, root_hash, tree_size, decode(repeat('ee', 32), 'hex'), '' from"
            + " rekor_checkpoints where tree_size = 30");

    assertThat(retention.countUnneeded(LOG, LATER)).isEqualTo(new CheckpointCount(3, 10));
    assertThat(retention.removeUnneeded(LOG, LATER)).isEqualTo(new CheckpointCount(3, 10));

    assertThat(
            sql.list(
                "select tree_size, consistent_from from rekor_checkpoints order by 1",
                row -> row.getLong(1) + " from " + row.getString(2)))
        .containsExactly(
            "10 from null",
            "30 from 10",
            "60 from 30",
            "70 from 60",
            "80 from 70",
            "90 from 80",
            "100 from 90");
    assertThat(retention.removeUnneeded(LOG, LATER)).isEqualTo(new CheckpointCount(0, 7));
  }

  @Test
  void recentCheckpointsAreKept() throws SQLException {
    execute("update rekor_checkpoints set last_seen_at = last_seen_at + '1h' where tree_size = 40");

    assertThat(retention.removeUnneeded(LOG, NOON).unneeded()).isZero();
    assertThat(retention.removeUnneeded(LOG, LATER).unneeded()).isEqualTo(3);

    assertThat(heads.findCheckpoint(LOG, 40)).isPresent();
  }

  /** Whoever adds a table that refers to checkpoints has to say there that they are in use. */
  @Test
  void viewCoversEveryTableReferencingCheckpoints() {
    String view =
        sql.first("select pg_get_viewdef('checkpoints_in_use'::regclass)", row -> row.getString(1))
            .orElseThrow();

    List<String> referring =
        sql.list(
            "select distinct conrelid::regclass::text from pg_constraint"
                + " where contype = 'f' and confrelid = 'rekor_checkpoints'::regclass"
                // what goes with its checkpoint keeps none
                + " and confdeltype <> 'c'",
            row -> row.getString(1));

    assertThat(referring).contains("log_heads").allMatch(view::contains);
  }

  @Test
  void minimumIndexAdvancesWithinCoveredSize() {
    assertThat(retention.raiseMinimumIndex(LOG, 5, 20)).isFalse();
    assertThat(retention.raiseMinimumIndex(LOG, 0, 66)).isFalse();
    assertThat(retention.raiseMinimumIndex(LOG, 0, 20)).isTrue();
    assertThat(retention.raiseMinimumIndex(LOG, 20, 10)).isFalse();
    assertThat(retention.raiseMinimumIndex(LOG, 20, 65)).isTrue();

    assertThat(state().minimumIndex()).isEqualTo(65);
    assertThat(state().presentEntries()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "minimum_index = 10",
        "minimum_index = 66",
        "covered_size = 0, mirrored_size = null, mirrored_root = null",
        "covered_size = 60",
        "covered_size = 0, minimum_index = 0",
        "mirrored_size = null, mirrored_root = null",
        "covered_size = 0, minimum_index = 0, mirrored_size = null, mirrored_root = null,"
            + " pending_size = 90"
      })
  void stateMovesBackOnlyByReset(String change) {
    retention.raiseMinimumIndex(LOG, 0, 20);
    LogState before = state();

    assertThatThrownBy(() -> execute("update log_heads set " + change))
        .isInstanceOf(SQLException.class);

    assertThat(state()).isEqualTo(before);
  }

  @Test
  void resetForgetsMirrorAndKeepsLog() {
    retention.raiseMinimumIndex(LOG, 0, 20);

    assertThat(retention.reset(LOG)).isTrue();

    assertThat(state().pending()).isEqualTo(head(100));
    assertThat(state().mirrored()).isEqualTo(TreeHead.EMPTY);
    assertThat(state().covered()).isZero();
    assertThat(state().minimumIndex()).isZero();
    assertThat(retention.entriesMirroredFor(LOG, Duration.ZERO)).isZero();
    assertThat(heads.advanceMirrored(LOG, TreeHead.EMPTY, head(60))).isTrue();
    assertThat(retention.entriesMirroredFor(LOG, Duration.ZERO)).isEqualTo(60);
  }

  @Test
  void ageStartsWithMirroring() throws SQLException {
    assertThat(retention.entriesMirroredFor(LOG, Duration.ZERO)).isEqualTo(60);
    assertThat(retention.entriesMirroredFor(LOG, Duration.ofSeconds(3600))).isZero();

    execute("update mirror_growth set mirrored_at = mirrored_at - interval '2h'");

    assertThat(retention.entriesMirroredFor(LOG, Duration.ofSeconds(3600))).isEqualTo(60);
  }

  private LogState state() {
    return heads.find(LOG).orElseThrow();
  }

  private void execute(String statement) throws SQLException {
    TestDatabase.execute(database, statement);
  }
}

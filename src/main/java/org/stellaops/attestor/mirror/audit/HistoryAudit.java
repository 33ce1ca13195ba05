package org.stellaops.attestor.mirror.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MinimumIndex;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.RawCheckpointRow;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeHashes;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * Verifies every stored note of a log again, and proves from local tiles that each tree is a prefix
 * of the next: the first entries of the mirror must hash to both roots. The heads of the log must
 * have such notes. The tiles need not be trusted, because only the right ones hash to a signed
 * root.
 */
public final class HistoryAudit {
  private static final int BATCH_SIZE = 500;

  private final CheckpointStore store;
  private final Backend backend;
  private final TreeHashes tiles;
  private final List<HistoryReport.CheckpointProblem> problems = new ArrayList<>();
  private final HeadAudit heads;
  private final long coveredSize;
  private final MinimumIndex minimum;
  private long notes;
  private long provedPairs;
  private long unprovedPairs;
  private OptionalLong previous = OptionalLong.empty();
  private boolean previousProved;

  private HistoryAudit(CheckpointStore store, MirrorTree tree, Backend backend) {
    this.store = store;
    this.backend = backend;
    this.tiles = new TreeHashes(localTiles(tree, backend));
    this.heads = new HeadAudit(store, tree, backend);
    Optional<LogState> state = heads.state();
    this.coveredSize = state.map(LogState::covered).orElse(0L);
    this.minimum = state.map(LogState::minimum).orElse(new MinimumIndex(0));
  }

  /** Audits all stored checkpoints of a log, a few hundred at a time. */
  public static HistoryReport run(CheckpointStore store, MirrorTree tree, Backend backend) {
    HistoryAudit audit = new HistoryAudit(store, tree, backend);
    audit.readAll();
    audit.problems.addAll(audit.heads.problems(audit.previous.orElse(0)));
    return new HistoryReport(
        backend.id(), audit.notes, audit.provedPairs, audit.unprovedPairs, audit.problems);
  }

  private void readAll() {
    List<RawCheckpointRow> rows = store.rawRows(backend.origin(), -1, BATCH_SIZE);
    while (!rows.isEmpty()) {
      rows.forEach(this::check);
      rows = store.rawRows(backend.origin(), rows.get(rows.size() - 1).size(), BATCH_SIZE);
    }
  }

  private void check(RawCheckpointRow row) {
    notes++;
    Optional<TreeHead> head = open(row);
    boolean covered = isCovered(row.size());
    boolean proved = head.isPresent() && covered && isPrefix(head.get());
    if (previous.isPresent()) {
      if (!covered || !isCovered(previous.getAsLong())) {
        unprovedPairs++;
      } else if (proved && previousProved) {
        provedPairs++;
      } else {
        addProblem(
            row.size(),
            "is not proved consistent with the checkpoint of size " + previous.getAsLong());
      }
    }
    previous = OptionalLong.of(row.size());
    previousProved = proved;
  }

  /** The signed head; empty if the note is invalid or differs from the row. */
  private Optional<TreeHead> open(RawCheckpointRow row) {
    try {
      SignedCheckpoint signed = backend.log().open(row.note(), List.of());
      List<String> differences = differences(row, signed);
      differences.forEach(problem -> addProblem(row.size(), problem));
      return differences.isEmpty() ? Optional.of(signed.head()) : Optional.empty();
    } catch (AttestorException e) {
      addProblem(row.size(), "has a rejected note: " + e.getMessage());
      return Optional.empty();
    }
  }

  private List<String> differences(RawCheckpointRow row, SignedCheckpoint signed) {
    List<String> differences = new ArrayList<>();
    VerifierKey key = backend.log().key();
    if (row.size() != signed.head().size()) {
      differences.add("has a note of size " + signed.head().size());
    }
    if (!Arrays.equals(row.root(), signed.head().root().bytes())) {
      differences.add("has a different root from its note");
    }
    if (!row.keyName().equals(key.name()) || !row.keyId().equals(key.keyId().toString())) {
      differences.add("has the key " + row.keyName() + "+" + row.keyId());
    }
    if (row.frozen() != signed.checkpoint().isFrozen()) {
      differences.add(
          "is stored as " + (row.frozen() ? "frozen" : "not frozen") + ", unlike its note");
    }
    return differences;
  }

  /** Whether the tiles for the root of this size must be on disk. */
  private boolean isCovered(long size) {
    return size <= coveredSize
        && new TreeShape(size).rightEdge().noneMatch(edge -> minimum.withholds(edge.full()));
  }

  private boolean isPrefix(TreeHead head) {
    try {
      if (tiles.root(head.size()).equals(head.root())) {
        return true;
      }
      addProblem(head.size(), "has a root that the first entries of the mirror do not hash to");
    } catch (AttestorException e) {
      problems.add(
          new HistoryReport.CheckpointProblem(
              head.size(), e.failure(), "cannot be compared with the mirror: " + e.getMessage()));
    }
    return false;
  }

  private void addProblem(long size, String problem) {
    problems.add(HistoryReport.storeProblem(size, problem));
  }

  private static TileSource localTiles(MirrorTree tree, Backend backend) {
    return tile -> {
      try {
        return tree.tile(backend.origin(), tile).orElseThrow(() -> missingTile(tile.path()));
      } catch (MalformedException e) {
        throw missingTile(tile.path());
      }
    };
  }

  private static AttestorException missingTile(String path) {
    return new AttestorException(
        Failure.BAD_TILE, path + " is missing or damaged", "run: stella attestor tiles verify");
  }
}

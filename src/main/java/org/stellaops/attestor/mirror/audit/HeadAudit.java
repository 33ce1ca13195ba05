package org.stellaops.attestor.mirror.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Compares the heads of a log with the stored notes and the files. Stored notes beyond the pending
 * head are no problem: a process that ends between storing a note and moving the head leaves them,
 * and the next cycle moves the head.
 */
record HeadAudit(CheckpointStore store, MirrorTree tree, Backend backend) {
  /** The state of the log; empty if there is none, or a malformed one. */
  Optional<LogState> state() {
    try {
      return store.find(backend.origin());
    } catch (AttestorException e) {
      requireMalformed(e);
      return Optional.empty();
    }
  }

  /** Rethrows every failure but that of a row whose values do not fit together. */
  private static void requireMalformed(AttestorException e) {
    if (!(e.getCause() instanceof MalformedException)) {
      throw e;
    }
  }

  /** What is wrong with the heads, given the largest size in the table of notes. */
  List<HistoryReport.CheckpointProblem> problems(long largestNote) {
    // read before the state, which is always ahead of it
    long published = publishedSize();
    try {
      return store
          .find(backend.origin())
          .map(state -> problems(state, published))
          .orElseGet(() -> missingState(Math.max(largestNote, published)));
    } catch (AttestorException e) {
      requireMalformed(e);
      return List.of(HistoryReport.storeProblem(0, "cannot follow a head: " + e.getMessage()));
    }
  }

  private static List<HistoryReport.CheckpointProblem> missingState(long known) {
    return known == 0
        ? List.of()
        : List.of(
            HistoryReport.storeProblem(known, "is known, but the log has no row in log_heads"));
  }

  private List<HistoryReport.CheckpointProblem> problems(LogState state, long published) {
    List<HistoryReport.CheckpointProblem> problems = new ArrayList<>();
    requireNote("pending", state.pending(), problems);
    requireNote("mirrored", state.mirrored(), problems);
    compareWithFiles(state, published, problems);
    return problems;
  }

  private void requireNote(
      String name, TreeHead head, List<HistoryReport.CheckpointProblem> problems) {
    if (!head.equals(TreeHead.EMPTY) && store.findCheckpoint(backend.origin(), head).isEmpty()) {
      String root = head.root().hex().substring(0, 16);
      problems.add(
          HistoryReport.storeProblem(
              head.size(), "is the %s head, with root %s…, without a note".formatted(name, root)));
    }
  }

  private void compareWithFiles(
      LogState state, long published, List<HistoryReport.CheckpointProblem> problems) {
    if (published > state.mirrored().size()) {
      problems.add(
          HistoryReport.storeProblem(
              published,
              "is published, but the mirrored head is %d: the database is older than the files"
                  .formatted(state.mirrored().size())));
    }
    if (state.minimum().withholds(Tile.full(0, 0)) && tree.has(backend.origin(), Tile.full(0, 0))) {
      problems.add(
          HistoryReport.storeProblem(
              state.minimumIndex(), "is the minimum index, but entry 0 is not pruned"));
    }
  }

  private long publishedSize() {
    return tree.read(backend.origin(), NamedFile.CHECKPOINT).map(this::size).orElse(0L);
  }

  private long size(byte[] note) {
    try {
      return backend.log().open(note, List.of()).head().size();
    } catch (AttestorException e) {
      return 0; // the audit of the files reports it
    }
  }
}

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
  /** The state of the log; empty if there is none. A malformed one is a problem. */
  Optional<LogState> state(List<HistoryReport.CheckpointProblem> problems) {
    try {
      return store.find(backend.origin());
    } catch (AttestorException e) {
      if (!(e.getCause() instanceof MalformedException)) {
        throw e;
      }
      problems.add(HistoryReport.storeProblem(0, "cannot follow a head: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** What is wrong with the heads, given the largest size in the table of notes. */
  List<HistoryReport.CheckpointProblem> problems(long largestNote) {
    List<HistoryReport.CheckpointProblem> problems = new ArrayList<>();
    // read before the state, which is always ahead of it
    long published = publishedSize();
    Optional<LogState> state = state(problems);
    if (state.isPresent()) {
      requireNote("pending", state.get().pending(), problems);
      requireNote("mirrored", state.get().mirrored(), problems);
      compareWithFiles(state.get(), published, problems);
    } else if (problems.isEmpty() && Math.max(largestNote, published) > 0) {
      problems.add(
          HistoryReport.storeProblem(
              Math.max(largestNote, published), "is known, but the log has no row in log_heads"));
    }
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

package org.stellaops.attestor.route.sync;

import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.route.FirstFailure;
import org.stellaops.attestor.route.UnflushedFiles;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.fetch.FetchContext;

/** An operation that writes files of a mirror: a cycle, or a unit of work in a worker. */
public interface MirrorOperation extends FetchContext {
  Backend backend();

  @Override
  default String backendId() {
    return backend().id();
  }

  /** What its parallel steps share. */
  MirrorWork work();

  @Override
  default WorkCounters counters() {
    return work().counters();
  }

  /** The first failure of its parallel steps. */
  default FirstFailure firstFailure() {
    return work().firstFailure();
  }

  /** The files that it has written or found and not yet flushed. */
  default UnflushedFiles unflushedFiles() {
    return work().unflushedFiles();
  }

  /**
   * The counters, the first failure and the unflushed files of an operation.
   *
   * @param counters the work done
   * @param firstFailure the failure of the step that failed first
   * @param unflushedFiles the files to flush
   */
  record MirrorWork(
      WorkCounters counters, FirstFailure firstFailure, UnflushedFiles unflushedFiles) {
    MirrorWork() {
      this(new WorkCounters(), new FirstFailure(), new UnflushedFiles());
    }
  }
}

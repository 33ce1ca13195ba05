package org.stellaops.attestor.mirror.store;

import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Labeled;

/** The state of the mirror of one log, and the exit code of {@code sync-status} for it. */
public enum MirrorState implements Labeled {
  /** The log has contradicted itself; nothing is fetched until an operator releases it. */
  QUARANTINED(ExitCode.REJECTED),
  /** Files are lost, or the directory or the database is not the right one. */
  DAMAGED(ExitCode.REJECTED),
  /** An operator has paused it: no cycle starts by itself. */
  PAUSED(ExitCode.INCOMPLETE),
  /** The mirrored files have reached the configured limit. */
  FULL(ExitCode.INCOMPLETE),
  /** No cycle has ended yet. */
  NEW(ExitCode.SUCCESS),
  /** The last cycle failed; the exit code is that of the failure. */
  FAILING(ExitCode.OPERATIONAL),
  /** No cycle has succeeded for too long, or the log has not grown for too long. */
  STALE(ExitCode.INCOMPLETE),
  /** The checkpoint is current, and tiles are still being fetched. */
  SYNCING(ExitCode.SUCCESS),
  /** Complete, and the log takes no more entries. */
  FROZEN(ExitCode.SUCCESS),
  /** Complete and current. */
  CURRENT(ExitCode.SUCCESS);

  private final ExitCode exitCode;

  MirrorState(ExitCode exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code, unless a failure has its own. */
  public ExitCode exitCode() {
    return exitCode;
  }
}

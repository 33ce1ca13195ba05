package org.stellaops.attestor.failure;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A way in which work can fail. The set is closed: every failure of the program is one of these.
 */
public enum Failure {
  /** A checkpoint is no signed note, or says something that no log can say. */
  INVALID_NOTE(ExitCode.REJECTED),
  /** No signature on the note is from a key that we trust for this log. */
  UNTRUSTED_KEY(ExitCode.REJECTED),
  /** A signature claims a key that we trust, and does not verify. */
  BAD_SIGNATURE(ExitCode.REJECTED),
  /** The note is signed with the key of another log that we follow. */
  WRONG_KEY(ExitCode.REJECTED),
  /** The checkpoint is for another log than the configured one. */
  ORIGIN_MISMATCH(ExitCode.REJECTED),
  /** The log has signed two histories: another root at a size that we know. */
  SPLIT_VIEW(ExitCode.REJECTED),
  /** The log has signed a larger tree that does not begin with the tree we know. */
  INCONSISTENT(ExitCode.REJECTED),
  /** Another place shows a history that the log's key has signed and that is not ours. */
  CROSS_LOG_DIVERGENCE(ExitCode.REJECTED),
  /** The log has grown after it had said that it takes no more entries. */
  UNFROZEN(ExitCode.REJECTED),
  /** A tile or an entry bundle is not what the checkpoint commits to. */
  BAD_TILE(ExitCode.REJECTED),
  /** A consistency proof of a log without tiles is malformed, or is of some other tree. */
  BAD_PROOF(ExitCode.REJECTED),
  /** What a Rekor v1 server says beside a note is not what the note says. */
  UNSIGNED_MISMATCH(ExitCode.REJECTED),
  /** A Rekor v1 server shows a shard that no operator has accepted. */
  NEW_SHARD(ExitCode.INCOMPLETE),
  /** A bundle is damaged, or is not what it says of itself. */
  BAD_BUNDLE(ExitCode.REJECTED),
  /** An entry is not where a proof puts it, or is in no part of the log that was searched. */
  NOT_INCLUDED(ExitCode.REJECTED),
  /** An attestation is not good: its signature, its times, its signer or its place in the log. */
  BAD_ATTESTATION(ExitCode.REJECTED),
  /** The log has contradicted itself, and no operator has released it since. */
  QUARANTINED(ExitCode.REJECTED),
  /** A command line or a configuration file says something that cannot be meant. */
  CONFIGURATION(ExitCode.USAGE),
  /** A server is not reachable, is too busy, or does not have what it should. */
  NETWORK(ExitCode.OPERATIONAL),
  /** PostgreSQL is not reachable or refuses. */
  STORE(ExitCode.OPERATIONAL),
  /** The file system is full, read-only or broken. */
  DISK(ExitCode.OPERATIONAL),
  /** Another process is working on the same log, or has the port that is wanted. */
  BUSY(ExitCode.OPERATIONAL),
  /** Something that the program did not foresee; a bug, to be reported. */
  INTERNAL(ExitCode.OPERATIONAL),
  /** What was asked for is not all there yet. */
  INCOMPLETE(ExitCode.INCOMPLETE),
  /** The mirrored files are as large as the operator lets them be. */
  CACHE_FULL(ExitCode.INCOMPLETE),
  /** The server showed an older state of the same history. */
  STALE_REPLICA(ExitCode.INCOMPLETE),
  /** A log, a mirror or a trusted root has not changed for longer than the operator accepts. */
  STALE(ExitCode.INCOMPLETE),
  /** A time that was signed or stored lies in the future of this machine's clock. */
  CLOCK_SKEW(ExitCode.INCOMPLETE);

  /** Those that prove by two signatures of one log that it has two histories. */
  public static final Set<Failure> CONTRADICTIONS =
      Collections.unmodifiableSet(EnumSet.of(SPLIT_VIEW, INCONSISTENT, CROSS_LOG_DIVERGENCE));

  private final ExitCode exitCode;

  Failure(ExitCode exitCode) {
    this.exitCode = exitCode;
  }

  /** The word for metrics, logs and JSON: lower case with underscores, as {@code split_view}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this proves that the log has two histories. */
  public boolean isContradiction() {
    return CONTRADICTIONS.contains(this);
  }

  /** What a command that fails so tells its caller. */
  public ExitCode exitCode() {
    return exitCode;
  }
}

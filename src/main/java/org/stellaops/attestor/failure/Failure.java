package org.stellaops.attestor.failure;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The kinds of failures. Every failure of the program is one of these. */
public enum Failure implements Labeled {
  /** A checkpoint is not a valid signed note, or its content is invalid. */
  INVALID_NOTE(ExitCode.REJECTED),
  /** No signature on the note is from a trusted key of this log. */
  UNTRUSTED_KEY(ExitCode.REJECTED),
  /** A signature with the name and ID of a trusted key does not verify. */
  BAD_SIGNATURE(ExitCode.REJECTED),
  /** The note is signed with the key of another configured log. */
  WRONG_KEY(ExitCode.REJECTED),
  /** The checkpoint is for a different log than the configured one. */
  ORIGIN_MISMATCH(ExitCode.REJECTED),
  /** The log has signed two histories: a different root at a known size. */
  SPLIT_VIEW(ExitCode.REJECTED),
  /** The log has signed a larger tree that does not extend the known tree. */
  INCONSISTENT(ExitCode.REJECTED),
  /** A peer shows a different history that the log's key has signed. */
  CROSS_LOG_DIVERGENCE(ExitCode.REJECTED),
  /** The log has grown after it had announced that it is frozen. */
  UNFROZEN(ExitCode.REJECTED),
  /** A tile or an entry bundle does not match the checkpoint. */
  BAD_TILE(ExitCode.REJECTED),
  /** A consistency proof of a log without tiles is malformed or invalid. */
  BAD_PROOF(ExitCode.REJECTED),
  /** An unsigned field in a response of a Rekor v1 server differs from the signed note. */
  UNSIGNED_MISMATCH(ExitCode.REJECTED),
  /** A Rekor v1 server shows a shard that an operator has not accepted. */
  NEW_SHARD(ExitCode.INCOMPLETE),
  /** A bundle is damaged or inconsistent. */
  BAD_BUNDLE(ExitCode.REJECTED),
  /** An inclusion proof is invalid, or an entry is not in the searched part of the log. */
  NOT_INCLUDED(ExitCode.REJECTED),
  /** An attestation is invalid: its signature, times, signer or log entry. */
  BAD_ATTESTATION(ExitCode.REJECTED),
  /** Files of the mirror are missing, or its directory or database is not the right one. */
  DAMAGED(ExitCode.REJECTED),
  /** The log has contradicted itself and is in quarantine. */
  QUARANTINED(ExitCode.REJECTED),
  /** A command line or a configuration file is invalid. */
  CONFIGURATION(ExitCode.USAGE),
  /** A server is unreachable or busy, or lacks a resource. */
  NETWORK(ExitCode.OPERATIONAL),
  /** PostgreSQL is unreachable or reports an error. */
  STORE(ExitCode.OPERATIONAL),
  /** The file system is full, read-only or broken. */
  DISK(ExitCode.OPERATIONAL),
  /** Another process has the lock of the log, or the port. */
  BUSY(ExitCode.OPERATIONAL),
  /** An unexpected error: a bug. */
  INTERNAL(ExitCode.OPERATIONAL),
  /** Something that is needed is not available yet. */
  INCOMPLETE(ExitCode.INCOMPLETE),
  /** The mirrored files have reached the configured limit. */
  CACHE_FULL(ExitCode.INCOMPLETE),
  /** The server showed an older state of the same history. */
  STALE_REPLICA(ExitCode.INCOMPLETE),
  /** A log, a mirror or a trusted root is older than the configured limit. */
  STALE(ExitCode.INCOMPLETE),
  /** A signed or stored time is in the future of the local clock. */
  CLOCK_SKEW(ExitCode.INCOMPLETE);

  /** The failures that prove with two signatures of a log that it has two histories. */
  public static final Set<Failure> CONTRADICTIONS =
      Collections.unmodifiableSet(EnumSet.of(SPLIT_VIEW, INCONSISTENT, CROSS_LOG_DIVERGENCE));

  private final ExitCode exitCode;

  Failure(ExitCode exitCode) {
    this.exitCode = exitCode;
  }

  /** Whether this proves that the log has two histories. */
  public boolean isContradiction() {
    return CONTRADICTIONS.contains(this);
  }

  /** Whether the same action may succeed later: a resource outside of the program is missing. */
  public boolean isTransient() {
    return exitCode == ExitCode.OPERATIONAL && this != INTERNAL;
  }

  /** The exit code of a command that fails like this. */
  public ExitCode exitCode() {
    return exitCode;
  }
}

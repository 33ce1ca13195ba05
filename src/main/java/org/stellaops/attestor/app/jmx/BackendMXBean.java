package org.stellaops.attestor.app.jmx;

/**
 * One backend in JMX, as {@code org.stellaops.attestor:type=Backend,name=sigstore-rekor-v2}. Sizes
 * and times are -1 before first contact.
 */
public interface BackendMXBean {
  /** The log's origin. */
  String getOrigin();

  /** Entries of the pending checkpoint. */
  long getTreeSize();

  /** Root of the pending checkpoint in hexadecimal; empty before first contact. */
  String getRootHash();

  /** Entries of the mirrored checkpoint. */
  long getMirroredSize();

  /** Part of the pending checkpoint that is on disk, 0 to 1. */
  double getCoverage();

  /** Seconds since a cycle last ended well. */
  long getAgeSeconds();

  /** One word, as {@code sync-status} has it. */
  String getState();

  /** How the last cycle failed; empty if it ended well. */
  String getLastFailure();

  /** Whether the daemon does not poll it, because somebody has paused it. */
  boolean isPaused();

  /** Runs one cycle now, and tells how it ended. */
  String syncNow();

  /** Exports into the outbox what is new there, and tells what came of it. */
  String exportNow();

  /** Polls it no more until it is resumed; a cycle that is under way ends. */
  void pause();

  /** Polls it again. */
  void resume();
}

package org.stellaops.attestor.app.jmx;

/**
 * One backend in JMX, as {@code org.stellaops.attestor:type=Backend,name=sigstore-rekor-v2}. Sizes
 * and times are -1 before first contact.
 */
public interface BackendMXBean {
  /** The log's origin. */
  String getOrigin();

  /** Tree size of the pending checkpoint. */
  long getTreeSize();

  /** Root hash of the pending checkpoint in hexadecimal; empty before first contact. */
  String getRootHash();

  /** Tree size of the mirrored checkpoint. */
  long getMirroredSize();

  /** Fraction of the pending checkpoint's entries that is on disk, 0 to 1; NaN if it is damaged. */
  double getCoverage();

  /** Seconds since the last successful cycle. */
  long getAgeSeconds();

  /** The state, as in {@code sync-status}. */
  String getState();

  /** The failure of the last cycle; empty if it was successful. */
  String getLastFailure();

  /** Whether polling is paused. */
  boolean isPaused();

  /** Runs one cycle now and returns its result. */
  String syncNow();

  /** Exports new entries to the outbox and returns the result. */
  String exportNow();

  /**
   * Pauses the backend in all processes on this database, until {@link #resume}; a running cycle is
   * finished.
   */
  void pause();

  /** Ends the pause; the next cycle starts at the next interval. */
  void resume();
}

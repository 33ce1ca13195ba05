package org.stellaops.attestor.app.jmx;

/**
 * One backend in JMX, as {@code org.stellaops.attestor:type=Backend,name=sigstore-rekor-v2}. Sizes
 * and times are -1 before first contact.
 */
@Description("One followed log: its head, mirror and age, and operations for operators")
public interface BackendMXBean {
  /** The log's origin. */
  @Description("Origin of the log, the first line of its checkpoints")
  String getOrigin();

  /** Tree size of the pending checkpoint. */
  @Description("Tree size of the pending checkpoint; -1 before first contact")
  long getTreeSize();

  /** Root hash of the pending checkpoint in hexadecimal; empty before first contact. */
  @Description("Root hash of the pending checkpoint in hexadecimal; empty before first contact")
  String getRootHash();

  /** Tree size of the mirrored checkpoint. */
  @Description("Tree size of the mirrored checkpoint; -1 before first contact")
  long getMirroredSize();

  /** Fraction of the pending checkpoint's entries that is on disk, 0 to 1; NaN if it is damaged. */
  @Description(
      "Fraction of the entries of the pending checkpoint that is on disk, 0 to 1; NaN if the mirror"
          + " is damaged, -1 before first contact")
  double getCoverage();

  /** Seconds since the last successful cycle. */
  @Description("Seconds since the last successful cycle; -1 before the first one")
  long getAgeSeconds();

  /** The state, as in {@code sync-status}. */
  @Description("State of the log, as in sync-status")
  String getState();

  /** The failure of the last cycle; empty if it was successful. */
  @Description("Failure class and message of the last cycle; empty if it was successful")
  String getLastFailure();

  /** Whether polling is paused. */
  @Description("Whether the backend is paused, in all processes on the database")
  boolean isPaused();

  /** Runs one cycle now and returns its result. */
  @Description(
      "Run one cycle now, wait for it and return its outcome; works for a paused backend too")
  String syncNow();

  /** Exports new entries to the outbox and returns the result. */
  @Description(
      "Export new entries to the outbox now and return the names of the bundles; needs"
          + " attestor.airGap.outbox")
  String exportNow();

  /**
   * Pauses the backend in all processes on this database, until {@link #resume}; a running cycle is
   * finished.
   */
  @Description(
      "Pause polling of the backend in all processes on the database, across restarts, until"
          + " resume; a running cycle is finished")
  void pause();

  /** Ends the pause; the next cycle starts at the next interval. */
  @Description("End the pause; the next cycle starts at the next interval")
  void resume();
}

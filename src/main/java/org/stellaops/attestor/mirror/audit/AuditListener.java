package org.stellaops.attestor.mirror.audit;

/**
 * Receives the progress of an audit. Called from many threads; the audit waits for each call, so a
 * listener can limit its speed.
 */
public interface AuditListener {
  /** Ignores all events. */
  AuditListener NONE = new AuditListener() {};

  /**
   * The audit starts and will check this many entry bundles, or level-0 tiles if entries are not
   * mirrored.
   */
  default void onStart(long bundleCount) {}

  /** A file of this many bytes was read. */
  default void onRead(long bytes) {}

  /** One entry bundle or level-0 tile was checked. */
  default void onChecked() {}
}

package org.stellaops.attestor.mirror.audit;

/**
 * Whoever watches an audit go on, or holds it back by taking its time to answer. Called from many
 * threads.
 */
public interface AuditListener {
  /** Nobody watches, and the audit goes as fast as it can. */
  AuditListener NONE =
      new AuditListener() {
        @Override
        public void onStart(long bundleCount) {}

        @Override
        public void onRead(long bytes) {}

        @Override
        public void onChecked() {}
      };

  /** The audit is going to check this many bundles, or level-0 tiles where there are no bundles. */
  void onStart(long bundleCount);

  /** A file of this length was read. */
  void onRead(long bytes);

  /** One of the amount is checked. */
  void onChecked();
}

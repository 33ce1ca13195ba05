package org.stellaops.attestor.mirror;

/**
 * Whoever watches an audit go on, or holds it back by taking its time to answer. Called from many
 * threads.
 */
public interface AuditWatch {
  /** Nobody watches, and the audit goes as fast as it can. */
  AuditWatch SILENT =
      new AuditWatch() {
        @Override
        public void begin(long amount) {}

        @Override
        public void read(long bytes) {}

        @Override
        public void checked() {}
      };

  /** The audit is going to check this many bundles, or level-0 tiles where there are no bundles. */
  void begin(long amount);

  /** A file of this length was read. */
  void read(long bytes);

  /** One of the amount is checked. */
  void checked();
}

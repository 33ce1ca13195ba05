package org.stellaops.attestor.mirror;

import org.stellaops.attestor.mirror.store.EvidenceStore;

/** Where evidence goes at once, before anyone is told what it shows. */
@FunctionalInterface
public interface EvidenceSink {
  /**
   * Keeps evidence and puts its log into quarantine, as {@link EvidenceStore#save} does. Does not
   * throw where the store is away: what cannot be stored is written to where it is not lost.
   */
  void save(Evidence evidence);
}

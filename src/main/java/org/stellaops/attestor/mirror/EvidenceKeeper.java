package org.stellaops.attestor.mirror;

/** Where evidence goes at once, before anyone is told what it shows. */
@FunctionalInterface
public interface EvidenceKeeper {
  /**
   * Keeps evidence and puts its log into quarantine, as {@link EvidenceStore#keep} does. Does not
   * throw where the store is away: what cannot be stored is written to where it is not lost.
   */
  void keep(Evidence evidence);
}

package org.stellaops.attestor.verification;

import org.stellaops.attestor.mirror.lookup.InclusionClaim;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;

/** Looks up the entry of an attestation in the mirrors of this site. */
@FunctionalInterface
public interface MirrorLookup {
  /** No mirrors. */
  MirrorLookup NONE = claim -> MirrorMatch.notAsked("no mirror is configured");

  /**
   * Compares an entry under a signed checkpoint with the mirrors. A contradiction or an unreadable
   * mirror is a result, not an exception.
   */
  MirrorMatch lookUp(InclusionClaim claim);

  /**
   * The result for an entry with an inclusion promise and no inclusion proof.
   *
   * @param logName the name of the log in the trusted root
   */
  default MirrorMatch promiseOnly(String logName) {
    return MirrorMatch.promiseOnly();
  }
}

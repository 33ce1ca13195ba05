package org.stellaops.attestor.verification;

import org.stellaops.attestor.mirror.lookup.InclusionClaim;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;

/** The mirrors of this site, asked whether they have the log and the entry of an attestation. */
@FunctionalInterface
public interface MirrorLookup {
  /** There are none. */
  MirrorLookup NONE = claim -> MirrorMatch.notAsked("no configuration names a mirror");

  /**
   * What they know of an entry under a signed checkpoint. A contradiction is an answer, and so is a
   * mirror that cannot be read.
   */
  MirrorMatch lookUp(InclusionClaim claim);
}

package org.stellaops.attestor.verdict;

import org.stellaops.attestor.mirror.LogClaim;

/** The mirrors of this site, asked whether they have the log and the entry of an attestation. */
@FunctionalInterface
public interface Mirrors {
  /** There are none. */
  Mirrors NONE = claim -> Anchored.notAsked("no configuration names a mirror");

  /**
   * What they know of an entry under a signed checkpoint. A contradiction is an answer, and so is a
   * mirror that cannot be read.
   */
  Anchored ask(LogClaim claim);
}

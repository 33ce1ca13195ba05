package org.stellaops.attestor.attestation;

import java.util.List;
import java.util.Optional;

/**
 * What a bundle is worth on its own, without any mirror.
 *
 * @param signature whether the signer has signed the artifact
 * @param included whether the log has it
 * @param identity who signed; empty if a key did, or if that is not proved
 * @param issuer who vouched for the identity; empty likewise
 * @param predicateType what the statement says; empty if the artifact itself is signed
 * @param times by when the signature was there
 * @param entries the places in logs; empty if one of them is refused
 */
public record Verdict(
    Finding signature,
    Finding included,
    String identity,
    String issuer,
    String predicateType,
    List<ProvedTime> times,
    List<Included> entries) {
  /** Keeps the lists as they are now. */
  public Verdict {
    times = List.copyOf(times);
    entries = List.copyOf(entries);
  }

  /** Whether nothing is refused. */
  public boolean good() {
    return refusal().isEmpty();
  }

  /** What is refused; of the signature first. */
  public Optional<Finding> refusal() {
    return List.of(signature, included).stream().filter(Finding::isRefused).findFirst();
  }
}

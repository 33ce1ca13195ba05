package org.stellaops.attestor.sigstore;

import java.util.List;
import java.util.Optional;

/**
 * What a bundle is worth on its own, without any mirror.
 *
 * @param signature whether the signer has signed the artifact
 * @param inclusion whether the log has it
 * @param identity who signed; empty if a key did, or if that is not proved
 * @param issuer who vouched for the identity; empty likewise
 * @param predicateType what the statement says; empty if the artifact itself is signed
 * @param timestamps by when the signature was there
 * @param entries the places in logs; empty if one of them is refused
 */
public record VerificationResult(
    CheckResult signature,
    CheckResult inclusion,
    String identity,
    String issuer,
    String predicateType,
    List<VerifiedTimestamp> timestamps,
    List<VerifiedEntry> entries) {
  /** Keeps the lists as they are now. */
  public VerificationResult {
    timestamps = List.copyOf(timestamps);
    entries = List.copyOf(entries);
  }

  /** Whether nothing is refused. */
  public boolean isGood() {
    return refusedCheck().isEmpty();
  }

  /** What is refused; of the signature first. */
  public Optional<CheckResult> refusedCheck() {
    return List.of(signature, inclusion).stream().filter(CheckResult::isRefused).findFirst();
  }
}

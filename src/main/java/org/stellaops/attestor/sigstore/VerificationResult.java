package org.stellaops.attestor.sigstore;

import java.util.List;
import java.util.Optional;

/**
 * The result of verifying a bundle with a trusted root, without a mirror.
 *
 * @param signature whether the signer signed the artifact
 * @param inclusion whether the log has the entry
 * @param identity identity of the signer; empty with a public key, or if it was not verified
 * @param issuer OIDC issuer of the identity; empty likewise
 * @param predicateType predicate type of the statement; empty if the artifact itself is signed
 * @param timestamps verified times at which the signature existed
 * @param entries verified log entries; empty if one of them is rejected
 */
public record VerificationResult(
    CheckResult signature,
    CheckResult inclusion,
    String identity,
    String issuer,
    String predicateType,
    List<VerifiedTimestamp> timestamps,
    List<VerifiedEntry> entries) {
  /** Copies the lists. */
  public VerificationResult {
    timestamps = List.copyOf(timestamps);
    entries = List.copyOf(entries);
  }

  /** Whether no check failed. */
  public boolean isGood() {
    return refusedCheck().isEmpty();
  }

  /** The failed check; that of the signature first. */
  public Optional<CheckResult> refusedCheck() {
    return List.of(signature, inclusion).stream().filter(CheckResult::isRefused).findFirst();
  }
}

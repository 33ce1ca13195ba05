/**
 * End-to-end tests of attestation verification, inclusion proofs and trusted roots. Verification
 * works offline: {@code NoNetworkAccessTest} checks that no socket is opened.
 *
 * <p>Example: {@code VerifyAttestationTest} verifies an attestation whose entry is in a mirrored
 * log.
 */
package org.stellaops.attestor.scenario.verification;

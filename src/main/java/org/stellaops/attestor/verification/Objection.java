package org.stellaops.attestor.verification;

import org.stellaops.attestor.failure.Failure;

/**
 * What stands against an attestation.
 *
 * @param failure which way of failing it is; decides the exit status
 * @param reason one sentence
 */
public record Objection(Failure failure, String reason) {}

package org.stellaops.attestor.route.sync;

import java.util.Optional;
import org.stellaops.attestor.failure.Failure;

/**
 * The result of a key check.
 *
 * @param check the finished check
 * @param failure empty if the key opened the checkpoint
 * @param message description of the failure; empty if there was none
 * @param hint what to do next; empty if nothing needs to be done
 */
public record KeyCheckReport(
    KeyCheck check, Optional<Failure> failure, String message, String hint) {}

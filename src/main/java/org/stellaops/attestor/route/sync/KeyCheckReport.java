package org.stellaops.attestor.route.sync;

import java.util.Optional;
import org.stellaops.attestor.failure.Failure;

/**
 * Whether a log's key opens its checkpoint.
 *
 * @param check what was seen
 * @param failure how it failed; empty if the key opened the checkpoint
 * @param message what, where and why of a failure; empty if it ended well
 * @param hint what to do next; empty if nothing needs to be done
 */
public record KeyCheckReport(
    KeyCheck check, Optional<Failure> failure, String message, String hint) {}

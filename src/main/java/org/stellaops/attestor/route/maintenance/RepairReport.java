package org.stellaops.attestor.route.maintenance;

import java.util.Optional;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.WorkCounters;

/**
 * The result of a repair.
 *
 * @param backend the id of the backend
 * @param counters what was fetched and written
 * @param failure the kind of failure; empty on success
 * @param message why it failed; empty on success
 * @param hint the next step; empty if none is needed
 */
public record RepairReport(
    String backend,
    WorkCounters counters,
    Optional<Failure> failure,
    String message,
    String hint) {}

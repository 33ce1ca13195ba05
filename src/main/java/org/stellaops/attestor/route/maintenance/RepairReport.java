package org.stellaops.attestor.route.maintenance;

import java.util.Optional;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.WorkCounters;

/**
 * How a repair ended.
 *
 * @param backend the id of the backend
 * @param counters what was fetched and written
 * @param failure how it failed; empty if it ended well
 * @param message what, where and why of a failure; empty if it ended well
 * @param hint what to do next; empty if nothing needs to be done
 */
public record RepairReport(
    String backend,
    WorkCounters counters,
    Optional<Failure> failure,
    String message,
    String hint) {}

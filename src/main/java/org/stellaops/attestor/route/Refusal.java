package org.stellaops.attestor.route;

import org.stellaops.attestor.failure.AttestorException;

/**
 * A note that was refused in this cycle.
 *
 * @param note what came
 * @param why what was wrong with it
 */
record Refusal(Fetched note, AttestorException why) {}

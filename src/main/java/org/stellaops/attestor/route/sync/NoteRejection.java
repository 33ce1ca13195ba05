package org.stellaops.attestor.route.sync;

import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.route.fetch.Download;

/**
 * A note that was refused in this cycle.
 *
 * @param download what came
 * @param failure what was wrong with it
 */
record NoteRejection(Download download, AttestorException failure) {}

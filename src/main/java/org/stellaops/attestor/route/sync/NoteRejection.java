package org.stellaops.attestor.route.sync;

import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.route.fetch.Download;

/**
 * A note that was rejected in this cycle.
 *
 * @param download the note
 * @param failure why it was rejected
 */
record NoteRejection(Download download, AttestorException failure) {}

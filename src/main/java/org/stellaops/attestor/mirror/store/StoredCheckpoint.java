package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * A stored checkpoint: verified, proved consistent, and never changed.
 *
 * @param origin the log
 * @param head size and root; at most one note is stored for each
 * @param note the first note received for this head, byte for byte
 * @param firstSeen when it was received
 * @param lastSeen when the log last showed the same head
 */
public record StoredCheckpoint(
    Origin origin, TreeHead head, SignedNote note, Instant firstSeen, Instant lastSeen) {}

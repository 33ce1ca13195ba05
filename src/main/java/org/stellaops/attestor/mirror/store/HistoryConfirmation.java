package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * An operator's confirmation that first contact was with the right history.
 *
 * @param head the head that was compared; it commits to all earlier ones
 * @param confirmedAt when
 * @param operator the operator's system user name
 * @param reason the operator's reason, or the file that was compared
 */
public record HistoryConfirmation(
    TreeHead head, Instant confirmedAt, String operator, String reason) {}

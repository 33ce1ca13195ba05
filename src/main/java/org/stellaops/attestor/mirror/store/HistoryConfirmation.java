package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * That an operator has confirmed the history that began with first contact.
 *
 * @param head what was compared with what others see; it fixes all that is before it
 * @param confirmedAt when
 * @param operator the operator's name on his system
 * @param reason what the operator said, or which file was compared
 */
public record HistoryConfirmation(
    TreeHead head, Instant confirmedAt, String operator, String reason) {}

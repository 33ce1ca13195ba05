package org.stellaops.attestor.mirror;

import java.time.Instant;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * That an operator has confirmed the history that began with first contact.
 *
 * @param head what was compared with what others see; it fixes all that is before it
 * @param at when
 * @param by the operator's name on his system
 * @param reason what the operator said, or which file was compared
 */
public record Confirmation(TreeHead head, Instant at, String by, String reason) {}

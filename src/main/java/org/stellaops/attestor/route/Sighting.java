package org.stellaops.attestor.route;

import org.stellaops.attestor.checkpoint.SignedCheckpoint;

/**
 * A checkpoint that was opened with the log's key, and where it was seen.
 *
 * @param checkpoint the checkpoint
 * @param from the whole URL, of the bundle if one brought it
 */
public record Sighting(SignedCheckpoint checkpoint, String from) {}

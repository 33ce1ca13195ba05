package org.stellaops.attestor.route.sync;

import org.stellaops.attestor.checkpoint.SignedCheckpoint;

/**
 * A checkpoint that was opened with the log's key, and where it was seen.
 *
 * @param checkpoint the checkpoint
 * @param url the whole URL, of the bundle if one brought it
 */
public record ObservedCheckpoint(SignedCheckpoint checkpoint, String url) {}

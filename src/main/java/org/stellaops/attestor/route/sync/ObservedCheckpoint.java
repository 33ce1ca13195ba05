package org.stellaops.attestor.route.sync;

import org.stellaops.attestor.checkpoint.SignedCheckpoint;

/**
 * A checkpoint that was opened with the log's key, and its source.
 *
 * @param checkpoint the checkpoint
 * @param url the whole URL of the checkpoint or of its bundle
 */
public record ObservedCheckpoint(SignedCheckpoint checkpoint, String url) {}

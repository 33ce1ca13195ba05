package org.stellaops.attestor.mirror.store;

import org.stellaops.attestor.mirror.audit.HistoryAudit;

/**
 * A row of the store as it lies there. Somebody may have changed it, so nothing of it is believed:
 * {@link HistoryAudit} opens the note again and compares.
 *
 * @param size number of entries that the row claims
 * @param root root hash that it claims
 * @param note what should be the signed note
 * @param keyName name of the key that it claims
 * @param keyId ID of that key, eight hexadecimal digits
 * @param frozen whether it claims that the log takes no more entries
 */
public record RawCheckpointRow(
    long size, byte[] root, byte[] note, String keyName, String keyId, boolean frozen) {}

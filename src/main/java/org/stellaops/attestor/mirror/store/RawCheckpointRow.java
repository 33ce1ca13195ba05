package org.stellaops.attestor.mirror.store;

import org.stellaops.attestor.mirror.audit.HistoryAudit;

/**
 * A stored checkpoint without any verification. The row may have been changed, so {@link
 * HistoryAudit} opens the note again and compares it with the columns.
 *
 * @param size the stored tree size
 * @param root the stored root hash
 * @param note the stored note
 * @param keyName the stored name of the key
 * @param keyId the stored ID of the key, eight hexadecimal digits
 * @param frozen the stored frozen flag
 */
public record RawCheckpointRow(
    long size, byte[] root, byte[] note, String keyName, String keyId, boolean frozen) {}

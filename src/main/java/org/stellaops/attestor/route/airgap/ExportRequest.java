package org.stellaops.attestor.route.airgap;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.Receipt;

/**
 * The parameters of an export.
 *
 * @param backend the id of the backend
 * @param output the file; with several volumes each file name has a number
 * @param content checkpoints, tiles or entries
 * @param onlyVerified whether to leave out a pending checkpoint whose tiles are incomplete
 * @param sinceSize size of the tree that the importer has; empty for everything
 * @param sinceReceipt the same as a receipt of the importer; at most one of the two is present
 * @param volumeSize maximum bytes of a volume, 0 for no limit
 * @param requestFile the request file in the outbox; empty for none
 */
public record ExportRequest(
    String backend,
    Path output,
    BundleContent content,
    boolean onlyVerified,
    OptionalLong sinceSize,
    Optional<Receipt> sinceReceipt,
    long volumeSize,
    Optional<Path> requestFile) {}

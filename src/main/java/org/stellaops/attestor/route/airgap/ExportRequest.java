package org.stellaops.attestor.route.airgap;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.Receipt;

/**
 * What is to be exported, and where to.
 *
 * @param backend the id of the backend
 * @param output the file; with several volumes each has a number in its name
 * @param content how much
 * @param onlyVerified whether a pending checkpoint is left out, whose tiles are not all here
 * @param sinceSize the tree that the importer has, by its size; empty for everything
 * @param sinceReceipt the same, by what the importer has said; at most one of the two
 * @param volumeSize the most bytes of a volume, 0 for no limit
 * @param requestFile the request file in the outbox that this answers; empty for none
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

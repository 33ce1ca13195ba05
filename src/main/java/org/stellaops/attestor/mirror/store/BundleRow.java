package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A line of the history of bundles. What could not be read of a bundle is empty.
 *
 * @param id its number
 * @param direction {@code export} or {@code import}
 * @param backend the id of the backend
 * @param file where the bundle was
 * @param sha256 of the file
 * @param bytes of the file
 * @param content {@code checkpoints}, {@code tiles} or {@code entries}
 * @param baseSize size of the tree that it builds on
 * @param from first entry whose tiles are in it
 * @param to the entry after the last
 * @param treeSize of the exported tree
 * @param volume its number
 * @param volumes how many there are
 * @param signedBy the exporter whose signature was made or found good
 * @param operator ran it
 * @param started when it began
 * @param finished when it ended
 * @param outcome one word
 * @param message of a failure
 */
public record BundleRow(
    long id,
    String direction,
    Optional<String> backend,
    String file,
    Optional<String> sha256,
    long bytes,
    Optional<String> content,
    OptionalLong baseSize,
    OptionalLong from,
    OptionalLong to,
    OptionalLong treeSize,
    OptionalInt volume,
    OptionalInt volumes,
    Optional<String> signedBy,
    String operator,
    Instant started,
    Instant finished,
    String outcome,
    Optional<String> message) {}

package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A row of the bundle history. Values that could not be read from a bundle are empty.
 *
 * @param id its number
 * @param direction {@code export} or {@code import}
 * @param backend the id of the backend
 * @param file where the bundle was
 * @param sha256 digest of the file, 64 hexadecimal digits @param bytes size of the file
 * @param content {@code checkpoints}, {@code tiles} or {@code entries}
 * @param baseSize size of the tree that the importer must have
 * @param from index of the first entry whose tiles are in it
 * @param to index after the last entry
 * @param treeSize size of the exported tree @param volume number of the volume, from 1 @param
 *     volumes total number of volumes
 * @param signedBy name of the exporter key that signed the bundle
 * @param operator system user who ran it
 * @param started when it began
 * @param finished when it ended
 * @param outcome label of the outcome
 * @param message of a failure; empty after success
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

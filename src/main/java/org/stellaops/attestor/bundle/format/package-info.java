/**
 * The contents of an air-gap bundle: manifest, signed notes, consistency proofs, the order of tiles
 * and entry bundles, and the receipt that an importer returns.
 *
 * <pre>
 *   {
 *     "format" : "stella-attestor/bundle/v1",
 *     "origin" : "log2025-1.rekor.sigstore.dev",
 *     …
 *     "files" : [
 *       {
 *         "path" : "checkpoint",
 *         …
 * </pre>
 *
 * <p>Each class parses and prints one canonical encoding. {@link
 * org.stellaops.attestor.bundle.format.TileRanges} derives the order of the tree from the manifest;
 * the reader and the writer share it.
 *
 * <p>The package does not open bundle files and does not decide whom to trust. It uses {@code
 * bundle.archive}, {@code mirror} and the packages below {@code mirror}.
 */
@NullMarked
package org.stellaops.attestor.bundle.format;

import org.jspecify.annotations.NullMarked;

/**
 * The container of an air-gap bundle: a tar archive, cut into segments that are compressed
 * separately, and a trailer.
 *
 * <pre>
 *   segment   prefix, length, number of files, compressed tar entries
 *   …
 *   segment   0 files: the end-of-archive marker of tar
 *   trailer   SHA-256 of all preceding bytes
 * </pre>
 *
 * <p>In a {@code .tar.gz} a segment is a gzip member and its framing an extra field. In a {@code
 * .tar.zst} a segment is a Zstandard frame and its framing a skippable frame. Standard tools ignore
 * the framing.
 *
 * <p>The package also writes the output file: under a temporary name until it is complete and
 * durable, then under its final name.
 *
 * <p>The package does not know which files a bundle contains. It uses {@code failure}, {@code tlog}
 * and the buffers of {@code mirror}, and no other package of {@code bundle}.
 */
@NullMarked
package org.stellaops.attestor.bundle.archive;

import org.jspecify.annotations.NullMarked;

/**
 * Files that survive a power failure.
 *
 * <pre>
 *   DurableFiles.replace(directory.resolve("checkpoint"), bytes);   // atomic: old content or new
 *   FsyncBatch.sync(files, root);                                   // many files and their directories
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.durable.BackgroundFlush} syncs what is written so far while the
 * writer continues, so that the final sync of a large amount of data is short.
 *
 * <p>A file is durable when its content and the entry in its directory are on disk; both have to be
 * synced. A failure of any file fails the whole batch. {@link
 * org.stellaops.attestor.durable.DirectoryTrees} deletes directories, without syncing. The package
 * knows nothing of logs and uses only the JDK.
 */
@NullMarked
package org.stellaops.attestor.durable;

import org.jspecify.annotations.NullMarked;

/**
 * Safe access to drop directories: directories in which other users of the machine create, replace
 * and remove files at any moment.
 *
 * <pre>
 *   DroppedFile file = new DroppedFile(inbox.resolve("kit.tar.gz"));
 *   Optional&lt;FileState&gt; state = file.state();         // never follows a link
 *   try (InputStream in = file.open()) { … }           // a regular file, or an error
 *   try (DropFolder folder = DropFolder.open(inbox, "imported")) {
 *     folder.move(inbox, Path.of("kit.tar.gz"), DropName.plain(name));
 *   }
 * </pre>
 *
 * <p>Rules: no symbolic link is followed below the configured directory; only regular files are
 * opened; a file is read through one descriptor, so that its replacement cannot change what is
 * read; new files have random names and are created exclusively; folders of the daemon are opened
 * once and used through their descriptors. {@link org.stellaops.attestor.drop.Sightings} decides
 * with the local clock whether a file still changes, since others choose the times of their files.
 * The package uses only the JDK.
 */
@NullMarked
package org.stellaops.attestor.drop;

import org.jspecify.annotations.NullMarked;

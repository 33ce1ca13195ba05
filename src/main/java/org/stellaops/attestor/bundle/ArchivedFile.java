package org.stellaops.attestor.bundle;

/**
 * A file of the archive.
 *
 * @param path relative, with slashes, as {@code tile/0/x001/234}
 * @param content handed on, not copied, and not to be changed
 */
record ArchivedFile(String path, byte[] content) {}

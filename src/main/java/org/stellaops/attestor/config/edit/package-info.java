/**
 * Edits the configuration file for commands such as {@code backend add}.
 *
 * <pre>
 *   backends:
 *     - id: one          # existing lines and comments stay unchanged
 *       …
 *     - id: two          # added after the last backend
 *       …
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.config.edit.ConfigurationFile} validates the new text before it
 * writes it to a temporary file and moves that file into place atomically. Readers see either the
 * old file or the new one. An edit that would make the file invalid is not written.
 *
 * <p>Only the list of backends can be edited, and only one backend per edit. A list in flow style
 * ({@code [...]}) is rejected with a hint to edit the file by hand.
 *
 * <p>May use: {@code config}, {@code config.schema}, {@code failure}.
 */
@NullMarked
package org.stellaops.attestor.config.edit;

import org.jspecify.annotations.NullMarked;

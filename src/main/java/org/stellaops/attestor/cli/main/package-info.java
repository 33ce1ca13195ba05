/**
 * The entry point {@link org.stellaops.attestor.cli.main.Stella}, the command tree, and the
 * commands that describe the tree: {@code completion} and {@code man}.
 *
 * <pre>
 *   $ stella --version
 *   $ stella man attestor sync | man -l -
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.cli.main.CommandTree} builds either all commands or only the one
 * that the command line names, because reading all annotations takes longer than a read-only
 * command runs. It finds the command class by its simple name: {@code sync-status} is {@code
 * SyncStatusCommand}. A command directly below {@code attestor} therefore needs a class of that
 * name in the list of {@link org.stellaops.attestor.cli.main.AttestorCommand}.
 *
 * <p>This package contains no work of its own. It may use {@code cli} and all sub-packages of
 * {@code cli} except {@code startup}.
 */
@NullMarked
package org.stellaops.attestor.cli.main;

import org.jspecify.annotations.NullMarked;

/**
 * What all commands of the command line share: options, output and error reporting.
 *
 * <p>A command reports in three ways that scripts can rely on: the result on standard output,
 * failures on standard error, and the exit status of {@link
 * org.stellaops.attestor.failure.ExitCode}. A failure is one line that names its kind, and a second
 * line that says what to run or check next:
 *
 * <pre>
 *   $ stella attestor sync-stauts
 *   stella: configuration: unknown command 'sync-stauts'
 *   hint: did you mean 'sync-status'? see 'stella attestor --help'
 *   $ echo $?
 *   2
 * </pre>
 *
 * <p>A command does not catch its own failures. {@link
 * org.stellaops.attestor.cli.ExecutionErrorHandler} prints every one of them in this form, with a
 * stack trace only if {@code --debug} or the environment variable {@code STELLA_DEBUG} is set.
 *
 * <p>The commands are in the sub-packages, one class per command; groups of commands extend {@link
 * org.stellaops.attestor.cli.CommandGroup}. This package uses none of its sub-packages. The
 * sub-packages use this package and the packages below {@code cli}, but not each other; only {@code
 * main} and {@code startup} use them. {@code settings} and {@code verification} do not use {@code
 * route}.
 */
@NullMarked
package org.stellaops.attestor.cli;

import org.jspecify.annotations.NullMarked;

/**
 * The command line: {@code stella attestor …}.
 *
 * <p>One class per command. A command reads its options, asks the program to do the work, and says
 * how it went in three ways that scripts can rely on: the answer on standard output, trouble on
 * standard error, and the exit status of {@link org.stellaops.attestor.failure.ExitCode}. Trouble
 * is one line that names the failure, and a second one that says what to type or look at next:
 *
 * <pre>
 *   $ stella attestor sync-stauts
 *   stella: configuration: unknown command 'sync-stauts'
 *   hint: did you mean 'sync-status'? see 'stella attestor --help'
 *   $ echo $?
 *   2
 * </pre>
 *
 * <p>A command never catches its own failures: {@link org.stellaops.attestor.cli.Stella} reports
 * every one of them in this form. A stack trace is printed only where {@code --debug} or the
 * environment variable {@code STELLA_DEBUG} asks for it.
 *
 * <p>Commands that only look at the state start in a fraction of a second. They load no Camel
 * class, and {@link org.stellaops.attestor.cli.Rehearsal} loads what they need, so that the
 * launcher can keep it ready in an archive of the Java virtual machine.
 */
@NullMarked
package org.stellaops.attestor.cli;

import org.jspecify.annotations.NullMarked;

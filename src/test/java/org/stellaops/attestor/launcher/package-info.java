/**
 * Tests of {@code bin/stella}: how it finds Java, when it builds, which class path and options it
 * passes, and how it caches class data. Programs run as child processes, and each test checks exit
 * status, standard output and standard error.
 *
 * <p>Example: {@code LauncherTest} replaces Java with a script that prints its arguments. The
 * commands themselves are tested in {@code cli} and {@code scenario}.
 */
package org.stellaops.attestor.launcher;

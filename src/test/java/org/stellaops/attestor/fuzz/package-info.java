/**
 * Fuzzing of every parser of bytes from outside.
 *
 * <ul>
 *   <li>{@link org.stellaops.attestor.fuzz.FuzzTarget}: the parsers, each with its only permitted
 *       exception and with what must hold for everything that it accepts
 *   <li>{@link org.stellaops.attestor.fuzz.FuzzSeeds}: valid inputs, made by the test log and the
 *       writers of the program
 *   <li>{@link org.stellaops.attestor.fuzz.FuzzDriver}: the entry point of Jazzer, which {@code
 *       bin/trial fuzz} runs
 *   <li>{@link org.stellaops.attestor.fuzz.FuzzTargetTest}: runs the seeds, mutations of them and
 *       the findings in {@code src/test/resources/fuzz} in the normal build, without Jazzer
 * </ul>
 */
@NullMarked
package org.stellaops.attestor.fuzz;

import org.jspecify.annotations.NullMarked;

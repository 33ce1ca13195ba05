/**
 * Starts external processes and measures them: wall-clock time, CPU time and peak memory, and the
 * statistics of several runs.
 *
 * <pre>
 *   ResourceUsage usage = new MeasuredProcess(List.of("sync"), Map.of(), out, err).run();
 *   // usage.wall(), usage.cpu(), usage.peakBytes()
 * </pre>
 *
 * <p>CPU time and memory are sampled while the process runs, so that the CPU time may be up to 200
 * ms short. On systems without {@code /proc} the peak memory is 0.
 *
 * <p>{@link org.stellaops.attestor.benchmark.measure.MemoryWarmup} reserves memory that is released
 * when the measured tool starts, so that all tools find the same free pages. {@link
 * org.stellaops.attestor.benchmark.measure.Workspace} has the directories of a benchmark.
 *
 * <p>This package knows nothing of logs and mirrors. It may use {@code failure} only.
 */
@NullMarked
package org.stellaops.attestor.benchmark.measure;

import org.jspecify.annotations.NullMarked;

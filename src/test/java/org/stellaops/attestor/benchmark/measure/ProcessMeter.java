package org.stellaops.attestor.benchmark.measure;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Looks at a process from time to time. What it counts never goes down, so the last look before the
 * end says almost all.
 */
final class ProcessMeter {
  private static final String PEAK = "VmHWM:";

  private final ProcessHandle process;
  private Duration cpu = Duration.ZERO;
  private long peakBytes;

  ProcessMeter(Process process) {
    this.process = process.toHandle();
  }

  void sample() {
    process.info().totalCpuDuration().ifPresent(used -> cpu = used);
    peakBytes = Math.max(peakBytes, readPeak());
  }

  /** Time on all processors. */
  Duration cpu() {
    return cpu;
  }

  /** The most resident memory so far; 0 if the system does not tell. */
  long peakBytes() {
    return peakBytes;
  }

  private long readPeak() {
    return ProcFs.bytes(Path.of("/proc", Long.toString(process.pid()), "status"), PEAK);
  }
}

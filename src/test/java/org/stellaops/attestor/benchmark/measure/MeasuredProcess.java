package org.stellaops.attestor.benchmark.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * A program that runs to its end while somebody looks on.
 *
 * @param command the program and its arguments
 * @param environment variables besides those of this process
 * @param out receives what it says on its standard output
 * @param err receives what it says on its standard error
 */
public record MeasuredProcess(
    List<String> command, Map<String, String> environment, Path out, Path err) {
  /** A look takes a processor for some milliseconds, which a program that keeps all busy misses. */
  private static final int MAX_SAMPLE_INTERVAL_MILLIS = 200;

  private static final int FIRST_SAMPLE_MILLIS = 10;

  /**
   * Runs it.
   *
   * @throws AttestorException with {@code internal} if it does not start or ends with another exit
   *     status than 0
   */
  public ResourceUsage run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = start();
    ProcessMeter meter = new ProcessMeter(process);
    try {
      int wait = FIRST_SAMPLE_MILLIS;
      while (!process.waitFor(wait, TimeUnit.MILLISECONDS)) {
        meter.sample();
        wait = Math.min(2 * wait, MAX_SAMPLE_INTERVAL_MILLIS);
      }
    } finally {
      process.destroy();
    }
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    requireSuccess(process);
    return new ResourceUsage(wall, meter.cpu(), meter.peakBytes());
  }

  /** Runs it and looks at nothing but the clock: a look takes a processor for a moment. */
  public Duration time() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = start();
    try {
      process.waitFor();
    } finally {
      process.destroy();
    }
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    requireSuccess(process);
    return wall;
  }

  private void requireSuccess(Process process) throws IOException {
    if (process.exitValue() != 0) {
      throw failed("ended with exit status " + process.exitValue() + ": " + lastErrorLines());
    }
  }

  private Process start() {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw failed("does not start: " + e.getMessage());
    }
  }

  private AttestorException failed(String what) {
    return new AttestorException(Failure.INTERNAL, command.get(0) + " " + what);
  }

  private String lastErrorLines() throws IOException {
    List<String> lines = Files.readAllLines(err);
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }
}

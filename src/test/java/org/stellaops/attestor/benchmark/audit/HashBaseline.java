package org.stellaops.attestor.benchmark.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.stellaops.attestor.benchmark.fixture.OutputTree;
import org.stellaops.attestor.benchmark.measure.MeasuredProcess;
import org.stellaops.attestor.benchmark.measure.ResourceUsage;

/**
 * Another program that hashes the files of a mirror, in two processes side by side, and compares
 * nothing.
 *
 * @param command the program and its options, as {@code sha256sum}
 */
record HashBaseline(List<String> command) {
  private static final int PROCESSES = 2;

  /** What a system takes in a command line at the least, with room to spare. */
  private static final int MAX_FILES = 8_000;

  /** What every system has. */
  static final HashBaseline SHA256SUM = new HashBaseline(List.of("sha256sum"));

  /** The fastest there is: it uses what the processor has for SHA-256. */
  static final HashBaseline OPENSSL = new HashBaseline(List.of("openssl", "dgst", "-sha256"));

  /** Hashes all files below a directory. */
  ResourceUsage hash(Path directory, Path output) throws IOException, InterruptedException {
    List<List<String>> shares = List.of(new ArrayList<>(), new ArrayList<>());
    int next = 0;
    for (String path : OutputTree.paths(directory)) {
      shares.get(next++ % PROCESSES).add(directory.resolve(path).toString());
    }
    ExecutorService threads = Executors.newFixedThreadPool(PROCESSES);
    try {
      long begin = System.nanoTime();
      Duration cpu = Duration.ZERO;
      List<Future<Duration>> running = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        List<String> share = shares.get(i);
        Path ownOutput = output.resolveSibling(output.getFileName() + "." + i);
        running.add(threads.submit(() -> hash(share, ownOutput)));
      }
      for (Future<Duration> each : running) {
        cpu = cpu.plus(each.get());
      }
      return new ResourceUsage(Duration.ofNanos(System.nanoTime() - begin), cpu, 0);
    } catch (ExecutionException e) {
      throw new IOException(command.get(0) + " failed", e);
    } finally {
      threads.shutdown();
    }
  }

  private Duration hash(List<String> files, Path output) throws IOException, InterruptedException {
    Duration cpu = Duration.ZERO;
    for (int start = 0; start < files.size(); start += MAX_FILES) {
      List<String> commandLine = new ArrayList<>(command);
      commandLine.addAll(files.subList(start, Math.min(files.size(), start + MAX_FILES)));
      cpu = cpu.plus(new MeasuredProcess(commandLine, Map.of(), output, output).run().cpu());
    }
    return cpu;
  }
}

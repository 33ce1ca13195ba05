package org.stellaops.attestor.bench;

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

/**
 * Another program that hashes the files of a mirror, in two processes side by side, and compares
 * nothing.
 *
 * @param command the program and its options, as {@code sha256sum}
 */
record Digests(List<String> command) {
  private static final int PROCESSES = 2;

  /** What a system takes in a command line at the least, with room to spare. */
  private static final int MOST_FILES = 8_000;

  /** What every system has. */
  static final Digests SHA256SUM = new Digests(List.of("sha256sum"));

  /** The fastest there is: it uses what the processor has for SHA-256. */
  static final Digests OPENSSL = new Digests(List.of("openssl", "dgst", "-sha256"));

  /** Hashes all files below a directory. */
  Usage hash(Path directory, Path said) throws IOException, InterruptedException {
    List<List<String>> shares = List.of(new ArrayList<>(), new ArrayList<>());
    int next = 0;
    for (String path : Copy.paths(directory)) {
      shares.get(next++ % PROCESSES).add(directory.resolve(path).toString());
    }
    ExecutorService threads = Executors.newFixedThreadPool(PROCESSES);
    try {
      long begin = System.nanoTime();
      Duration cpu = Duration.ZERO;
      List<Future<Duration>> running = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        List<String> share = shares.get(i);
        Path own = said.resolveSibling(said.getFileName() + "." + i);
        running.add(threads.submit(() -> hash(share, own)));
      }
      for (Future<Duration> each : running) {
        cpu = cpu.plus(each.get());
      }
      return new Usage(Duration.ofNanos(System.nanoTime() - begin), cpu, 0);
    } catch (ExecutionException e) {
      throw new IOException(command.get(0) + " failed", e);
    } finally {
      threads.shutdown();
    }
  }

  private Duration hash(List<String> files, Path said) throws IOException, InterruptedException {
    Duration cpu = Duration.ZERO;
    for (int from = 0; from < files.size(); from += MOST_FILES) {
      List<String> line = new ArrayList<>(command);
      line.addAll(files.subList(from, Math.min(files.size(), from + MOST_FILES)));
      cpu = cpu.plus(new Program(line, Map.of(), said, said).run().cpu());
    }
    return cpu;
  }
}

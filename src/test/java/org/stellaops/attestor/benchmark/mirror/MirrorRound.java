package org.stellaops.attestor.benchmark.mirror;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.stellaops.attestor.benchmark.fixture.BenchmarkLog;
import org.stellaops.attestor.benchmark.fixture.BenchmarkMirror;
import org.stellaops.attestor.benchmark.fixture.LogServerProcess;
import org.stellaops.attestor.benchmark.fixture.OutputTree;
import org.stellaops.attestor.benchmark.measure.CpuTime;
import org.stellaops.attestor.benchmark.measure.MemoryWarmup;
import org.stellaops.attestor.benchmark.measure.ResourceUsage;
import org.stellaops.attestor.benchmark.measure.Workspace;

/** The rounds in which everyone fetches the same log, each time into a fresh directory. */
final class MirrorRound {
  private final BenchmarkLog log;
  private final List<BenchmarkLog> warmUps;
  private final List<String> paths;
  private final long bytes;
  private final LogServerProcess server;
  private final Workspace workspace;
  private final Function<Path, BenchmarkMirror> mirrorFactory;
  private final Curl curl;

  private List<String> requested = List.of();
  private Optional<BenchmarkMirror> lastMirror = Optional.empty();

  /**
   * Prepares for the first round.
   *
   * @param warmUps what a warm mirror has mirrored before
   * @param mirrorFactory makes a mirror in a directory
   */
  MirrorRound(
      BenchmarkLog log,
      List<BenchmarkLog> warmUps,
      LogServerProcess server,
      Workspace workspace,
      Function<Path, BenchmarkMirror> mirrorFactory,
      Curl curl)
      throws IOException {
    this.log = log;
    this.warmUps = warmUps;
    this.paths = log.paths();
    this.bytes = log.bytes(paths);
    this.server = server;
    this.workspace = workspace;
    this.mirrorFactory = mirrorFactory;
    this.curl = curl;
  }

  /**
   * Who comes after whom. The mirror opens the first round, because curl is given what the mirror
   * has requested, less what the log does not have, such as the question for a kind of log that it
   * is not.
   *
   * @param round from 1
   */
  static List<MirrorTool> order(int round) {
    List<MirrorTool> order = new ArrayList<>(List.of(MirrorTool.values()));
    Collections.rotate(order, 1 - round);
    return order;
  }

  /**
   * One run.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_tile} if its result is
   *     not the log
   */
  MirrorResult run(MirrorTool tool, int round) throws IOException, InterruptedException {
    Path directory = workspace.createDirectory(tool.directoryName(round));
    workspace.flush();
    try (MemoryWarmup memory = reserveMemory()) {
      return switch (tool) {
        case MIRROR -> mirror(tool, warmUps, directory, memory);
        case MIRROR_COLD -> mirror(tool, List.of(), directory, memory);
        case CURL_REQUESTED -> curl(tool, requested, directory, memory);
        case CURL_ALL -> curl(tool, paths, directory, memory);
      };
    }
  }

  /** The mirror of the latest round. */
  BenchmarkMirror lastMirror() {
    return lastMirror.orElseThrow();
  }

  private MirrorResult mirror(
      MirrorTool tool, List<BenchmarkLog> warmUpsBefore, Path directory, MemoryWarmup memory)
      throws IOException, InterruptedException {
    BenchmarkMirror mirror = mirrorFactory.apply(directory);
    server.drainRequests();
    Optional<Duration> otherCpuBefore = otherCpuTime(Duration.ZERO);
    CompletableFuture<Void> released = memory.releaseWhenExists(mirror.tree(log));
    BenchmarkMirror.Sync sync = mirror.sync(log, warmUpsBefore, server);
    released.join();
    Optional<Duration> otherCpu = difference(otherCpuBefore, otherCpuTime(sync.usage().cpu()));
    requested =
        server.drainRequests().stream()
            .filter(path -> path.startsWith(log.name() + "/"))
            .map(this::relativePath)
            .filter(paths::contains)
            .toList();
    mirror.requireIdentical(log, sync);
    lastMirror = Optional.of(mirror);
    return new MirrorResult(
        tool, sync.cycle(), Duration.ZERO, sync.usage(), paths.size(), bytes, otherCpu);
  }

  private MirrorResult curl(
      MirrorTool tool, List<String> files, Path directory, MemoryWarmup memory)
      throws IOException, InterruptedException {
    memory.release();
    Optional<Duration> otherCpuBefore = otherCpuTime(Duration.ZERO);
    ResourceUsage usage = curl.fetch(server.url(log.name()), files, directory);
    Optional<Duration> otherCpu = difference(otherCpuBefore, otherCpuTime(usage.cpu()));
    Duration flush = workspace.flush();
    new OutputTree(directory).requireIdentical(log, files);
    return new MirrorResult(
        tool, usage.wall(), flush, usage, files.size(), log.bytes(files), otherCpu);
  }

  /** For everything that is written, and as much again. */
  private MemoryWarmup reserveMemory() throws IOException {
    return MemoryWarmup.reserve(workspace.directory().resolve("memory"), 2 * bytes);
  }

  private String relativePath(String path) {
    return path.substring(log.name().length() + 1);
  }

  /** What the machine has worked besides the log's server and besides this. */
  private Optional<Duration> otherCpuTime(Duration own) {
    return CpuTime.now()
        .flatMap(busy -> server.cpu().map(busy::minus))
        .map(otherCpu -> otherCpu.minus(own));
  }

  private static Optional<Duration> difference(Optional<Duration> start, Optional<Duration> end) {
    return start.flatMap(from -> end.map(to -> to.minus(from)));
  }
}

package org.stellaops.attestor.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The rounds in which everyone fetches the same log, each time into a fresh directory. */
final class Contest {
  private final BenchLog log;
  private final List<BenchLog> warmUps;
  private final List<String> paths;
  private final long bytes;
  private final ServedLogs server;
  private final Workspace workspace;
  private final Function<Path, Mirror> mirrors;
  private final Curl curl;

  private List<String> requested = List.of();
  private Optional<Mirror> lastMirror = Optional.empty();

  /**
   * Prepares for the first round.
   *
   * @param warmUps what a warm mirror has mirrored before
   * @param mirrors makes a mirror in a directory
   */
  Contest(
      BenchLog log,
      List<BenchLog> warmUps,
      ServedLogs server,
      Workspace workspace,
      Function<Path, Mirror> mirrors,
      Curl curl)
      throws IOException {
    this.log = log;
    this.warmUps = warmUps;
    this.paths = log.paths();
    this.bytes = log.bytes(paths);
    this.server = server;
    this.workspace = workspace;
    this.mirrors = mirrors;
    this.curl = curl;
  }

  /**
   * Who comes after whom. The mirror opens the first round, because curl is given what the mirror
   * has requested, less what the log does not have, such as the question for a kind of log that it
   * is not.
   *
   * @param round from 1
   */
  static List<Contestant> order(int round) {
    List<Contestant> order = new ArrayList<>(List.of(Contestant.values()));
    Collections.rotate(order, 1 - round);
    return order;
  }

  /**
   * One run.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_tile} if its result is
   *     not the log
   */
  Result run(Contestant who, int round) throws IOException, InterruptedException {
    Path directory = workspace.fresh(who.directory(round));
    workspace.flush();
    try (ReadyMemory memory = readyMemory()) {
      return switch (who) {
        case MIRROR -> mirror(who, warmUps, directory, memory);
        case MIRROR_COLD -> mirror(who, List.of(), directory, memory);
        case CURL_REQUESTED -> curl(who, requested, directory, memory);
        case CURL_ALL -> curl(who, paths, directory, memory);
      };
    }
  }

  /** The mirror of the latest round. */
  Mirror lastMirror() {
    return lastMirror.orElseThrow();
  }

  private Result mirror(Contestant who, List<BenchLog> first, Path directory, ReadyMemory memory)
      throws IOException, InterruptedException {
    Mirror mirror = mirrors.apply(directory);
    server.takeRequests();
    Optional<Duration> before = workOfOthers(Duration.ZERO);
    CompletableFuture<Void> released = memory.releaseOnceThereIs(mirror.tree(log));
    Mirror.Sync sync = mirror.sync(log, first, server);
    released.join();
    Optional<Duration> others = since(before, workOfOthers(sync.usage().cpu()));
    requested =
        server.takeRequests().stream()
            .filter(path -> path.startsWith(log.name() + "/"))
            .map(this::belowLog)
            .filter(paths::contains)
            .toList();
    mirror.requireSame(log, sync);
    lastMirror = Optional.of(mirror);
    return new Result(who, sync.cycle(), Duration.ZERO, sync.usage(), paths.size(), bytes, others);
  }

  private Result curl(Contestant who, List<String> files, Path directory, ReadyMemory memory)
      throws IOException, InterruptedException {
    memory.release();
    Optional<Duration> before = workOfOthers(Duration.ZERO);
    Usage usage = curl.fetch(server.url(log.name()), files, directory);
    Optional<Duration> others = since(before, workOfOthers(usage.cpu()));
    Duration flush = workspace.flush();
    new Copy(directory).requireSame(log, files);
    return new Result(who, usage.wall(), flush, usage, files.size(), log.bytes(files), others);
  }

  /** For everything that is written, and as much again. */
  private ReadyMemory readyMemory() throws IOException {
    return ReadyMemory.hold(workspace.directory().resolve("memory"), 2 * bytes);
  }

  private String belowLog(String path) {
    return path.substring(log.name().length() + 1);
  }

  /** What the machine has worked besides the log's server and besides this. */
  private Optional<Duration> workOfOthers(Duration own) {
    return BusyTime.now()
        .flatMap(busy -> server.cpu().map(busy::minus))
        .map(others -> others.minus(own));
  }

  private static Optional<Duration> since(Optional<Duration> begin, Optional<Duration> end) {
    return begin.flatMap(from -> end.map(to -> to.minus(from)));
  }
}

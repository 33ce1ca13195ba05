package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.stellaops.attestor.cli.Stella;

/**
 * A command as a process of its own, which may be killed with no chance to clean up.
 *
 * @param config the configuration file, beside which the process leaves what it says
 * @param arguments behind {@code stella attestor}
 */
record DoomedProcess(Path config, List<String> arguments) {
  private static final long PATIENCE_SECONDS = 120;
  private static final long LOOK_MILLIS = 5;

  /** What became of it. */
  enum Fate {
    /** It was done, and well, before anybody killed it. */
    DONE,
    /** It was killed. */
    KILLED
  }

  /** The command of these arguments. */
  static DoomedProcess of(Path config, String... arguments) {
    return new DoomedProcess(config, List.of(arguments));
  }

  /** Lets it live until it is done, which it must be within two minutes, and well. */
  void live() throws Exception {
    assertThat(liveFor(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))).isEqualTo(Fate.DONE);
  }

  /** Kills it after so long, unless it is done before. */
  Fate liveFor(long millis) throws Exception {
    return end(start(), millis);
  }

  /** Kills it so long after it has written a file in this folder, unless it is done before. */
  Fate dieAtWork(Path folder, long millis) throws Exception {
    FileTime begin = FileTime.from(Instant.now());
    Process process = start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) && !isWritten(folder, begin)) {
      assertThat(System.nanoTime()).as("nobody saw it at work").isLessThan(end);
    }
    return end(process, millis);
  }

  /** What others left there before does not count. */
  private static boolean isWritten(Path folder, FileTime since) {
    try (Stream<Path> files =
        Files.find(
            folder,
            Integer.MAX_VALUE,
            (file, of) -> of.isRegularFile() && of.lastModifiedTime().compareTo(since) > 0)) {
      return files.findAny().isPresent();
    } catch (IOException | UncheckedIOException e) {
      return false; // it is not there yet, or changes just now
    }
  }

  private Fate end(Process process, long millis) throws Exception {
    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
      return Fate.KILLED;
    }
    assertThat(process.exitValue()).as(Files.readString(output())).isZero();
    return Fate.DONE;
  }

  private Process start() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Stella.class.getName(),
                "attestor"));
    command.addAll(arguments);
    command.addAll(List.of("--config", config.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output().toFile())
        .start();
  }

  private Path output() {
    return config.resolveSibling("output");
  }
}

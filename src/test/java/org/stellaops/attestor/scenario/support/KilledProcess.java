package org.stellaops.attestor.scenario.support;

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
import org.stellaops.attestor.cli.main.Stella;

/**
 * A command as a process of its own, which may be killed with no chance to clean up.
 *
 * @param config the configuration file, beside which the process leaves what it says
 * @param arguments behind {@code stella attestor}
 */
public record KilledProcess(Path config, List<String> arguments) {
  private static final long TIMEOUT_SECONDS = 120;
  private static final long POLL_INTERVAL_MILLIS = 5;

  /** What became of it. */
  public enum End {
    /** It was done, and well, before anybody killed it. */
    COMPLETED,
    /** It was killed. */
    KILLED
  }

  /** The command of these arguments. */
  public static KilledProcess of(Path config, String... arguments) {
    return new KilledProcess(config, List.of(arguments));
  }

  /** Lets it live until it is done, which it must be within two minutes, and well. */
  public void runToCompletion() throws Exception {
    assertThat(killAfter(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS))).isEqualTo(End.COMPLETED);
  }

  /** Kills it after so long, unless it is done before. */
  public End killAfter(long millis) throws Exception {
    return awaitOrKill(start(), millis);
  }

  /** Kills it so long after it has written a file in this folder, unless it is done before. */
  public End killAfterFirstWrite(Path directory, long millis) throws Exception {
    FileTime startTime = FileTime.from(Instant.now());
    Process process = start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!process.waitFor(POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)
        && !hasNewFile(directory, startTime)) {
      assertThat(System.nanoTime()).as("nobody saw it at work").isLessThan(deadline);
    }
    return awaitOrKill(process, millis);
  }

  /** What others left there before does not count. */
  private static boolean hasNewFile(Path directory, FileTime notBefore) {
    try (Stream<Path> files =
        Files.find(
            directory,
            Integer.MAX_VALUE,
            (file, attributes) ->
                attributes.isRegularFile()
                    && attributes.lastModifiedTime().compareTo(notBefore) > 0)) {
      return files.findAny().isPresent();
    } catch (IOException | UncheckedIOException e) {
      return false; // it is not there yet, or changes just now
    }
  }

  private End awaitOrKill(Process process, long millis) throws Exception {
    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
      return End.KILLED;
    }
    assertThat(process.exitValue()).as(Files.readString(output())).isZero();
    return End.COMPLETED;
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

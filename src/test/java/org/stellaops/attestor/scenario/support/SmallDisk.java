package org.stellaops.attestor.scenario.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.stellaops.attestor.cli.main.Stella;

/**
 * A small file system in memory that only a child process sees. A command runs on it twice, and has
 * more room the second time; what each run has left, said and ended with is copied elsewhere.
 *
 * @param mountPoint where it is mounted
 * @param outputDirectory where the copies go: {@code full} and {@code room} with {@code .said} and
 *     {@code .status}
 * @param bytes its size at first
 */
public record SmallDisk(Path mountPoint, Path outputDirectory, long bytes) {
  private static final List<String> UNSHARE = List.of("unshare", "--map-root-user", "--mount");
  private static final long TIMEOUT_SECONDS = 120;
  private static final String TWO_RUNS =
      """
      mount -t tmpfs -o size=$BYTES small "$DISK" || exit 77
      run() { "$JAVA" -XX:TieredStopAtLevel=1 -cp "$CLASSES" "$MAIN" attestor $COMMAND \
        --config "$CONFIG" > "$SAVED/$1.said" 2>&1; echo $? > "$SAVED/$1.status"
        cp -a "$DISK" "$SAVED/$1"; }
      run full
      mount -o remount,size=50m "$DISK"
      run room
      """;

  /** One of 128 KiB. */
  public static SmallDisk in(Path directory) throws IOException {
    return in(directory, 128 << 10);
  }

  public static SmallDisk in(Path directory, long bytes) throws IOException {
    return new SmallDisk(
        Files.createDirectory(directory.resolve("disk")),
        Files.createDirectory(directory.resolve("saved")),
        bytes);
  }

  /**
   * Runs a command twice.
   *
   * @param command its words, none of which has a blank
   * @return whether the kernel allows such a disk to the user of the tests
   */
  public boolean run(Path config, String command) throws Exception {
    List<String> shellCommand = new ArrayList<>(UNSHARE);
    shellCommand.addAll(List.of("sh", "-c", TWO_RUNS));
    ProcessBuilder builder = new ProcessBuilder(shellCommand).inheritIO();
    builder
        .environment()
        .putAll(
            Map.of(
                "DISK", mountPoint.toString(),
                "BYTES", Long.toString(bytes),
                "SAVED", outputDirectory.toString(),
                "CONFIG", config.toString(),
                "COMMAND", command,
                "JAVA", ProcessHandle.current().info().command().orElseThrow(),
                "CLASSES", System.getProperty("java.class.path"),
                "MAIN", Stella.class.getName()));
    try {
      Process process = builder.start();
      assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      return Files.exists(outputDirectory.resolve("full.status")) && process.exitValue() != 77;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  /** What was on the disk after a run. */
  public Path filesAfter(String run) {
    return outputDirectory.resolve(run);
  }

  /** What a run said. */
  public String output(String run) throws IOException {
    return Files.readString(outputDirectory.resolve(run + ".said")).strip();
  }

  /** The exit status of a run. */
  public String exitStatus(String run) throws IOException {
    return Files.readString(outputDirectory.resolve(run + ".status")).strip();
  }
}

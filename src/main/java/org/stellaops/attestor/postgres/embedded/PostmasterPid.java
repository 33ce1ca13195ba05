package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code postmaster.pid} of a data directory, written by the running server or left by one
 * that crashed.
 *
 * @param dataDirectory the data directory
 * @param pid the process ID; 0 if the file is truncated, for example after a power failure
 * @param port the port on the loopback address; 0 if the server does not listen yet
 * @param isReady whether the server accepts connections: it is not starting, recovering or stopping
 */
record PostmasterPid(Path dataDirectory, long pid, int port, boolean isReady) {
  private static final String UNUSED_PID = Integer.toString(Integer.MAX_VALUE);
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** Reads the file; empty if there is none, as after a clean stop. */
  static Optional<PostmasterPid> read(Path dataDirectory) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file(dataDirectory));
      return Optional.of(
          new PostmasterPid(
              dataDirectory,
              number(line(lines, 0)),
              number(line(lines, PORT_LINE)),
              line(lines, STATUS_LINE).equals("ready")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The process, if it is alive and is this server; process IDs are reused. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isPostmaster);
  }

  /**
   * Replaces the process ID of a crashed server if another program has it now, because a new server
   * would refuse to start. Keeps the other lines, with which the new server detects remaining
   * processes of the crashed one.
   */
  void replaceStalePid() throws IOException {
    if (pid == 0) {
      Files.deleteIfExists(file(dataDirectory));
    } else if (ProcessHandle.of(pid).isPresent()) {
      List<String> lines = new ArrayList<>(Files.readAllLines(file(dataDirectory)));
      lines.set(0, UNUSED_PID);
      Files.write(file(dataDirectory), lines);
    }
  }

  private boolean isPostmaster(ProcessHandle process) {
    return process.info().arguments().stream()
        .flatMap(Arrays::stream)
        .anyMatch(dataDirectory.toString()::equals);
  }

  private static String line(List<String> lines, int index) {
    return lines.size() > index ? lines.get(index).strip() : "";
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static Path file(Path dataDirectory) {
    return dataDirectory.resolve("postmaster.pid");
  }
}

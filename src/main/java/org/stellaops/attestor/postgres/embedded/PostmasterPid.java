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
 * What {@code postmaster.pid} says of the server that runs on a data directory, or last ran there
 * and crashed.
 *
 * @param dataDirectory the data directory
 * @param pid the process; 0 if the file was written by half, as in a power failure
 * @param port where it listens on the loopback address; 0 if it has not got so far
 * @param isReady whether it takes connections: it is not starting, recovering or stopping
 */
record PostmasterPid(Path dataDirectory, long pid, int port, boolean isReady) {
  private static final String UNUSED_PID = Integer.toString(Integer.MAX_VALUE);
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** The server of this directory; empty if none ran since the last clean stop. */
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

  /** The process, if it is alive and is this server; numbers of dead processes are used again. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isPostmaster);
  }

  /**
   * Lets a new server take over from one that crashed. Where another program has its number now, a
   * new server would think that it still runs. The other lines stay, because from them it finds out
   * whether processes of the crashed one are left.
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

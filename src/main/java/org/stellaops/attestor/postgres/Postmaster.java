package org.stellaops.attestor.postgres;

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
 * @param data the data directory
 * @param pid the process; 0 if the file was written by half, as in a power failure
 * @param port where it listens on the loopback address; 0 if it has not got so far
 * @param ready whether it takes connections: it is not starting, recovering or stopping
 */
record Postmaster(Path data, long pid, int port, boolean ready) {
  private static final String NOBODYS_PID = Integer.toString(Integer.MAX_VALUE);
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** The server of this directory; empty if none ran since the last clean stop. */
  static Optional<Postmaster> of(Path data) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file(data));
      return Optional.of(
          new Postmaster(
              data,
              number(line(lines, 0)),
              number(line(lines, PORT_LINE)),
              line(lines, STATUS_LINE).equals("ready")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The process, if it is alive and is this server; numbers of dead processes are used again. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isServer);
  }

  /**
   * Lets a new server take over from one that crashed. Where another program has its number now, a
   * new server would think that it still runs. The other lines stay, because from them it finds out
   * whether processes of the crashed one are left.
   */
  void disown() throws IOException {
    if (pid == 0) {
      Files.deleteIfExists(file(data));
    } else if (ProcessHandle.of(pid).isPresent()) {
      List<String> lines = new ArrayList<>(Files.readAllLines(file(data)));
      lines.set(0, NOBODYS_PID);
      Files.write(file(data), lines);
    }
  }

  private boolean isServer(ProcessHandle process) {
    return process.info().arguments().stream()
        .flatMap(Arrays::stream)
        .anyMatch(data.toString()::equals);
  }

  private static String line(List<String> lines, int index) {
    return lines.size() > index ? lines.get(index).strip() : "";
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static Path file(Path data) {
    return data.resolve("postmaster.pid");
  }
}

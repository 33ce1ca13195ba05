package org.stellaops.attestor.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link LogServer} in another process; it ends with this one. */
final class ServedLogs implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;
  private final URI url;

  private ServedLogs(Process process) throws IOException {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.url = URI.create(line());
  }

  /** Serves all that is below a directory. */
  static ServedLogs start(Path directory) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ServedLogs(
        new ProcessBuilder(
                java.toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LogServer.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Where a directory below the served one is, with a slash at its end. */
  URI url(String directory) {
    return url.resolve(directory + "/");
  }

  /** The paths that were asked for since the last call, in the order of arrival. */
  List<String> takeRequests() throws IOException {
    questions.write('\n');
    questions.flush();
    int count = Integer.parseInt(line());
    List<String> paths = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      paths.add(line());
    }
    return paths;
  }

  /** What the server has worked so far. */
  Optional<Duration> cpu() {
    return process.info().totalCpuDuration();
  }

  @Override
  public void close() throws IOException {
    questions.close();
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new EOFException("the server of the log has ended");
    }
    return line;
  }
}

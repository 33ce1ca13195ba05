package org.stellaops.attestor.postgres.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A main class of the tests in a Java process of its own, to be talked to and to be killed. */
public final class JavaProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private JavaProcess(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  public static JavaProcess start(Class<?> main, String... arguments) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    try {
      return new JavaProcess(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** What follows the word in the next line that begins with it; null if the process ends first. */
  public String awaitLine(String prefix) {
    try {
      String line = output.readLine();
      while (line != null && !line.startsWith(prefix)) {
        line = output.readLine();
      }
      return line == null ? null : line.substring(prefix.length()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets a process that reads its input to the end go on, and waits until it has ended. */
  public int finish() throws IOException, InterruptedException {
    process.getOutputStream().close();
    return process.waitFor();
  }

  /** {@code kill -9}, and nothing is left of it when this returns. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

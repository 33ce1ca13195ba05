package org.stellaops.attestor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs as an operator does, and keeps apart what they say on their two outputs. */
final class ProgramRunner {
  record Result(int status, String out, String err) {}

  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();

  /** A shell that stands in this folder. */
  ProgramRunner(Path directory) {
    this.directory = directory;
  }

  ProgramRunner with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Result run(Path program, String... arguments) throws IOException, InterruptedException {
    return start(program, arguments).await();
  }

  RunningProgram start(Path program, String... arguments) throws IOException {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList())
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("STELLA_JAVA_OPTS");
    builder.environment().putAll(environment);
    return new RunningProgram(builder.start(), out, err);
  }

  record RunningProgram(Process process, Path out, Path err) {
    Result await() throws IOException, InterruptedException {
      boolean hasEnded = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(hasEnded).as("the program ends within a minute").isTrue();
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }
}

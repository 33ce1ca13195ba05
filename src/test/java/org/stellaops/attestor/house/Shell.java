package org.stellaops.attestor.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs as an operator does, and keeps apart what they say on their two outputs. */
final class Shell {
  record Answer(int status, String out, String err) {}

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  /** A shell that stands in this folder. */
  Shell(Path folder) {
    this.folder = folder;
  }

  Shell with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Answer run(Path program, String... arguments) throws IOException, InterruptedException {
    return start(program, arguments).answer();
  }

  Running start(Path program, String... arguments) throws IOException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList())
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("STELLA_JAVA_OPTS");
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  record Running(Process process, Path out, Path err) {
    Answer answer() throws IOException, InterruptedException {
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as("the program ends within a minute").isTrue();
      return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }
}

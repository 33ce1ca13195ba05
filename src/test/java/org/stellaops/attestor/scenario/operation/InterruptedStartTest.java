package org.stellaops.attestor.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.cli.main.Stella;

/** A process that is told to stop while it creates its database. */
@Timeout(120)
class InterruptedStartTest {
  @TempDir private Path directory;

  @Test
  void endsWithoutStackTraceFilesOrServer() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                Stella.class.getName(),
                "attestor",
                "demo")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.readLine()).startsWith("Serving a log");
      assertThat(output.readLine()).startsWith("Starting PostgreSQL");
      process.toHandle().destroy(); // Process.destroy would close the stream, too
      String rest = output.lines().collect(Collectors.joining("\n"));

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(rest)
          .contains("stopped while starting; the files of the demo are deleted")
          .doesNotContain("internal", "Exception");
    } finally {
      process.destroyForcibly();
    }
    assertThat(directory).isEmptyDirectory();
    List<String> servers =
        ProcessHandle.allProcesses()
            .flatMap(each -> each.info().commandLine().stream())
            .filter(line -> line.contains(directory.toString()))
            .toList();
    assertThat(servers).isEmpty();
  }
}

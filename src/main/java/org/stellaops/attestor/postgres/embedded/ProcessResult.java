package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * A program that was run to its end.
 *
 * @param exitCode its exit status
 * @param output what it wrote, both streams together
 */
record ProcessResult(int exitCode, String output) {
  /** Runs a program; 127 if there is none of that name. */
  static ProcessResult run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // PGDATA, PGPORT and the like of the operator are not meant for this server
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new ProcessResult(127, e.toString());
    }
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new ProcessResult(process.waitFor(), output.strip());
    } catch (IOException e) {
      return new ProcessResult(126, e.toString());
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new AttestorException(Failure.STORE, "interrupted while waiting for " + command.get(0));
    }
  }

  boolean isSuccess() {
    return exitCode == 0;
  }

  /** The last line, in which programs of PostgreSQL say what went wrong. */
  String lastLine() {
    return output.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("no output");
  }
}

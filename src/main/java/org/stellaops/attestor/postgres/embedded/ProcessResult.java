package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * The result of a program.
 *
 * @param exitCode its exit status
 * @param output its standard output and standard error, merged
 */
record ProcessResult(int exitCode, String output) {
  /** Runs a program; exit status 127 if it does not exist. */
  static ProcessResult run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // PGDATA, PGPORT etc. of the operator are for other servers
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

  /** The last line, which contains the error message of PostgreSQL programs. */
  String lastLine() {
    return output.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("no output");
  }
}

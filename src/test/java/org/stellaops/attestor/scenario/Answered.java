package org.stellaops.attestor.scenario;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.stellaops.attestor.cli.Stella;
import picocli.CommandLine;

/**
 * What a command has answered.
 *
 * @param status its exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Answered(int status, String out, String err) {
  /** Runs {@code stella attestor …} in this process. */
  static Answered to(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine stella =
        Stella.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[words.length + 1];
    all[0] = "attestor";
    System.arraycopy(words, 0, all, 1, words.length);
    return new Answered(stella.execute(all), out.toString(), err.toString());
  }

  /** The same with the configuration of this file. */
  static Answered with(Path config, String... words) {
    Stream<String> file = Stream.of("--config", config.toString());
    return to(Stream.concat(Stream.of(words), file).toArray(String[]::new));
  }
}

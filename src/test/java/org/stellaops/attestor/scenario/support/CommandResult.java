package org.stellaops.attestor.scenario.support;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.stellaops.attestor.cli.main.Stella;
import picocli.CommandLine;

/**
 * What a command has answered.
 *
 * @param status its exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record CommandResult(int status, String out, String err) {
  /** Runs {@code stella attestor …} in this process. */
  public static CommandResult run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Stella.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] fullArguments = new String[arguments.length + 1];
    fullArguments[0] = "attestor";
    System.arraycopy(arguments, 0, fullArguments, 1, arguments.length);
    return new CommandResult(commandLine.execute(fullArguments), out.toString(), err.toString());
  }

  /** The same with the configuration of this file. */
  public static CommandResult runWithConfig(Path config, String... arguments) {
    Stream<String> configOption = Stream.of("--config", config.toString());
    return run(Stream.concat(Stream.of(arguments), configOption).toArray(String[]::new));
  }
}

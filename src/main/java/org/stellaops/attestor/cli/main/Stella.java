package org.stellaops.attestor.cli.main;

import org.stellaops.attestor.cli.CommandExecution;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ExecutionErrorHandler;
import org.stellaops.attestor.cli.GlobalOptions;
import org.stellaops.attestor.cli.ProgramVersion;
import org.stellaops.attestor.cli.StandardStreams;
import org.stellaops.attestor.cli.UsageErrorHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/** The root command {@code stella} and the entry point of the program. */
@Command(
    name = "stella",
    description = "Mirror transparency logs and verify software attestations offline.",
    synopsisSubcommandLabel = "COMMAND",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true)
public final class Stella extends CommandGroup {
  @SuppressWarnings("UnusedVariable") // picocli reads the options of the class
  @Mixin
  private GlobalOptions global;

  /** Runs one command line and exits with the status of an {@code ExitCode}. */
  public static void main(String[] args) {
    System.exit(commandLine(args).execute(args));
  }

  /**
   * Returns the command line with all commands. {@link CommandLine#execute} returns the exit status
   * and writes to {@link CommandLine#getOut()} and {@link CommandLine#getErr()}.
   */
  public static CommandLine commandLine() {
    return commandLine(CommandTree.complete());
  }

  /** Returns the command line with the commands that one line needs. */
  public static CommandLine commandLine(String... line) {
    return commandLine(CommandTree.forCommandLine(line));
  }

  private static CommandLine commandLine(CommandTree tree) {
    CommandLine line = tree.addTo(new CommandLine(new Stella(), new CommandFactory()));
    setVersionProvider(line, new ProgramVersion());
    line.getCommandSpec()
        .usageMessage()
        .footerHeading("%nExamples:%n")
        .footer(AttestorCommand.examples());
    return HelpFactory.setWidth(line, StandardStreams.columns())
        .setExecutionStrategy(new CommandExecution())
        .setParameterExceptionHandler(new UsageErrorHandler())
        .setExecutionExceptionHandler(new ExecutionErrorHandler());
  }

  /** An inherited version provider would be called once for each command. */
  private static void setVersionProvider(CommandLine line, ProgramVersion version) {
    line.getCommandSpec().versionProvider(version);
    line.getSubcommands().values().forEach(each -> setVersionProvider(each, version));
  }
}

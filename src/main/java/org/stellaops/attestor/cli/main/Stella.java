package org.stellaops.attestor.cli.main;

import java.time.Duration;
import org.stellaops.attestor.cli.CommandExecution;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.DurationConverter;
import org.stellaops.attestor.cli.ExecutionErrorHandler;
import org.stellaops.attestor.cli.GlobalOptions;
import org.stellaops.attestor.cli.ProgramVersion;
import org.stellaops.attestor.cli.StandardStreams;
import org.stellaops.attestor.cli.UsageErrorHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/** The root command {@code stella} and the entry point of the program. */
@Command(
    name = "stella",
    description = "Mirror transparency logs and verify software attestations offline.",
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

  /** Returns the command line with all commands. */
  public static CommandLine commandLine() {
    return commandLine(CommandTree.complete());
  }

  /** Returns the command line with the commands that one line needs. */
  public static CommandLine commandLine(String... line) {
    return commandLine(CommandTree.forCommandLine(line));
  }

  private static CommandLine commandLine(CommandTree tree) {
    CommandLine line = tree.addTo(new CommandLine(new Stella(), new CommandFactory()));
    line.getCommandSpec().usageMessage().footer(AttestorCommand.examples());
    setHelp(line, new ProgramVersion());
    return HelpFactory.setWidth(line, StandardStreams.columns())
        .registerConverter(Duration.class, new DurationConverter())
        .setExecutionStrategy(new CommandExecution())
        .setParameterExceptionHandler(new UsageErrorHandler())
        .setExecutionExceptionHandler(new ExecutionErrorHandler());
  }

  /** Sets headings and version. An inherited version provider would run once for each command. */
  private static void setHelp(CommandLine line, ProgramVersion version) {
    CommandSpec command = line.getCommandSpec().versionProvider(version);
    UsageMessageSpec help = command.usageMessage().synopsisSubcommandLabel("COMMAND");
    if (help.footer().length > 0) {
      help.footerHeading("%nExamples:%n");
    }
    line.getSubcommands().values().forEach(each -> setHelp(each, version));
  }
}

package org.stellaops.attestor.cli.main;

import java.io.PrintWriter;
import java.io.Writer;
import org.stellaops.attestor.cli.CommandExecution;
import org.stellaops.attestor.cli.ExecutionErrorHandler;
import org.stellaops.attestor.cli.ProgramVersion;
import org.stellaops.attestor.cli.UsageErrorHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program as the shell sees it: {@code stella}, with one family of commands, attestor. */
@Command(
    name = "stella",
    description = "Verified software supply chain data for networks without a way out.",
    synopsisSubcommandLabel = "COMMAND",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true)
public final class Stella implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure, as STELLA_DEBUG=1 does.")
  private boolean debug;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print nothing but trouble; the exit status tells the rest.")
  private boolean quiet;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "Print without colors, as NO_COLOR=1 does.")
  private boolean noColor;

  private Stella(boolean debug) {
    this.debug = debug;
  }

  /** Runs one command line and exits with the number of an {@code ExitCode}. */
  public static void main(String[] args) {
    boolean debug = System.getenv("STELLA_DEBUG") != null;
    System.exit(commandLine(new Stella(debug), CommandTree.forCommandLine(args)).execute(args));
  }

  /**
   * The whole command line, ready to execute. Its answers are the exit status and what it writes to
   * {@link CommandLine#getOut()} and {@link CommandLine#getErr()}.
   */
  public static CommandLine commandLine() {
    return commandLine(new Stella(false), CommandTree.complete());
  }

  /** As much of it as one line needs. */
  public static CommandLine commandLine(String... line) {
    return commandLine(new Stella(false), CommandTree.forCommandLine(line));
  }

  private static CommandLine commandLine(Stella stella, CommandTree tree) {
    CommandLine line = tree.addTo(new CommandLine(stella, new CommandFactory()));
    setVersionProvider(line, new ProgramVersion());
    return line.setUsageHelpWidth(100)
        .setExecutionStrategy(new CommandExecution())
        .setParameterExceptionHandler(new UsageErrorHandler())
        .setExecutionExceptionHandler(new ExecutionErrorHandler());
  }

  /** Not by inheritance: for that picocli would ask for the version, command by command. */
  private static void setVersionProvider(CommandLine line, ProgramVersion version) {
    line.getCommandSpec().versionProvider(version);
    line.getSubcommands().values().forEach(each -> setVersionProvider(each, version));
  }

  /** Does what the options say that every command has. */
  public void applyGlobalOptions(CommandLine root) {
    if (noColor) {
      root.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    }
    if (quiet) {
      root.setOut(new PrintWriter(Writer.nullWriter()));
    }
  }

  /** Whether nothing but trouble is to be printed. */
  public static boolean isQuiet(CommandSpec spec) {
    return spec.root().userObject() instanceof Stella stella && stella.quiet;
  }

  public boolean isDebug() {
    return debug;
  }

  /** Alone it shows the commands. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}

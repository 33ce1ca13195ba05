package org.stellaops.attestor.cli;

import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program as the shell sees it: {@code stella}, with one family of commands, attestor. */
@Command(
    name = "stella",
    description = "Verified software supply chain data for networks without a way out.",
    synopsisSubcommandLabel = "COMMAND",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class)
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
    System.exit(commandLine(new Stella(debug), CommandTree.of(args)).execute(args));
  }

  /**
   * The whole command line, ready to execute. Its answers are the exit status and what it writes to
   * {@link CommandLine#getOut()} and {@link CommandLine#getErr()}.
   */
  public static CommandLine commandLine() {
    return commandLine(new Stella(false), CommandTree.whole());
  }

  /** As much of it as one line needs. */
  static CommandLine commandLine(String... line) {
    return commandLine(new Stella(false), CommandTree.of(line));
  }

  private static CommandLine commandLine(Stella stella, CommandTree tree) {
    return tree.below(new CommandLine(stella, new CommandFactory()))
        .setUsageHelpWidth(100)
        .setExecutionStrategy(Stella::runLast)
        .setParameterExceptionHandler(new UsageReport())
        .setExecutionExceptionHandler(new FailureReport());
  }

  /**
   * Lets no {@link Error} past the report: the virtual machine would exit with the wrong number.
   */
  private static int runLast(ParseResult line) {
    CommandLine root = line.commandSpec().root().commandLine();
    if (root.getCommandSpec().userObject() instanceof Stella stella) {
      stella.settle(root);
    }
    try {
      return new RunLast().execute(line);
    } catch (Error broken) {
      throw new ExecutionException(line.commandSpec().commandLine(), "" + broken, broken);
    }
  }

  /** Does what the options say that every command has. */
  private void settle(CommandLine root) {
    if (noColor) {
      root.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    }
    if (quiet) {
      root.setOut(new PrintWriter(Writer.nullWriter()));
    }
  }

  /** Whether nothing but trouble is to be printed. */
  static boolean isQuiet(CommandSpec spec) {
    return spec.root().userObject() instanceof Stella stella && stella.quiet;
  }

  boolean debug() {
    return debug;
  }

  /** Alone it shows the commands. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}

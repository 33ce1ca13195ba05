package org.stellaops.attestor.cli;

import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command accepts, before and after its name. */
public final class GlobalOptions {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure. STELLA_DEBUG=1 does the same.")
  private boolean debug;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print errors only. The exit status gives the result.")
  private boolean quiet;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "Print without colors. NO_COLOR=1 does the same.")
  private boolean noColor;

  /** Whether the failure of a command is printed with its stack trace. */
  static boolean isDebug(CommandSpec command) {
    return System.getenv("STELLA_DEBUG") != null || of(command).debug;
  }

  /** Whether only errors are printed. */
  public static boolean isQuiet(CommandSpec command) {
    return of(command).quiet;
  }

  /** Sets colors and output of all commands below the root. */
  static void apply(CommandLine root) {
    GlobalOptions options = of(root.getCommandSpec());
    if (options.noColor) {
      root.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    }
    if (options.quiet) {
      root.setOut(new PrintWriter(Writer.nullWriter()));
    }
  }

  /** The options of the root command; the defaults if it has none. */
  private static GlobalOptions of(CommandSpec command) {
    for (CommandSpec mixin : command.root().mixins().values()) {
      if (mixin.userObject() instanceof GlobalOptions options) {
        return options;
      }
    }
    return new GlobalOptions();
  }
}

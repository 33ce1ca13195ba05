package org.stellaops.attestor.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command with subcommands. Without a subcommand it prints its help. */
public abstract class CommandGroup implements Runnable {
  @SuppressWarnings("UnusedVariable") // picocli reads the options of the class
  @Mixin
  private GroupOptions options;

  @Spec private CommandSpec spec;

  @Override
  public final void run() {
    spec.commandLine().usage(out());
  }

  /** Standard output of the subcommands. */
  public final PrintWriter out() {
    return spec.commandLine().getOut();
  }
}

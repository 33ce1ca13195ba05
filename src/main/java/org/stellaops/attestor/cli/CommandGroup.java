package org.stellaops.attestor.cli;

import picocli.CommandLine.Mixin;

/** A command with subcommands. Without a subcommand it prints its help. */
public abstract class CommandGroup extends BaseCommand implements Runnable {
  @SuppressWarnings("UnusedVariable") // picocli reads the options of the class
  @Mixin
  private GroupOptions options;

  @Override
  public final void run() {
    spec.commandLine().usage(out());
  }
}

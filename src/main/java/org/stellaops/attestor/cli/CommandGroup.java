package org.stellaops.attestor.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only leads to others. Alone it shows them. */
public abstract class CommandGroup implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public final void run() {
    spec.commandLine().usage(out());
  }

  /** Where the commands below print. */
  public final PrintWriter out() {
    return spec.commandLine().getOut();
  }
}

package org.stellaops.attestor.cli.main;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.IHelpFactory;
import picocli.CommandLine.Model.CommandSpec;

/** Creates the help of commands for a terminal of a given width. */
final class HelpFactory implements IHelpFactory {
  /** Picocli does not wrap to fewer columns. */
  private static final int MINIMUM_OF_PICOCLI = 55;

  /** Longer lines are hard to read. */
  private static final int MAXIMUM = 100;

  private final int width;

  private HelpFactory(int width) {
    this.width = width;
  }

  /** Sets the width of the help of a command and its subcommands, in columns. */
  static CommandLine setWidth(CommandLine line, int width) {
    return line.setUsageHelpWidth(Math.max(MINIMUM_OF_PICOCLI, Math.min(width, MAXIMUM)))
        .setHelpFactory(new HelpFactory(width));
  }

  @Override
  public Help create(CommandSpec command, ColorScheme colors) {
    return width < MINIMUM_OF_PICOCLI
        ? new NarrowHelp(command, colors, width)
        : new Help(command, colors);
  }
}

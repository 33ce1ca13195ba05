package org.stellaops.attestor.cli.settings;

import org.stellaops.attestor.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code config}: commands for the configuration file. */
@Command(
    name = "config",
    description = "Validate and show the configuration and explain its keys.",
    subcommands = {
      ConfigValidateCommand.class,
      ConfigShowCommand.class,
      ConfigExplainCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class ConfigCommand extends CommandGroup {}

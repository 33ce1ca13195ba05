package org.stellaops.attestor.cli.settings;

import org.stellaops.attestor.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code config}: the configuration file. */
@Command(
    name = "config",
    description = "Check the configuration file, show what holds, explain its keys.",
    subcommands = {
      ConfigValidateCommand.class,
      ConfigShowCommand.class,
      ConfigExplainCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class ConfigCommand extends CommandGroup {}

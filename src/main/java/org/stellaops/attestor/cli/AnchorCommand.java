package org.stellaops.attestor.cli;

import picocli.CommandLine.Command;

/** {@code anchor}: what ties old heads of logs without tiles to those that we hold. */
@Command(
    name = "anchor",
    description = "Tie checkpoints of attestations to the history that we hold, for use offline.",
    subcommands = {AnchorAddCommand.class, AnchorListCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class AnchorCommand extends CommandGroup {}

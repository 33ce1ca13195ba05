package org.stellaops.attestor.cli.rekor;

import org.stellaops.attestor.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code anchor}: what ties old heads of logs without tiles to those that we hold. */
@Command(
    name = "anchor",
    description = "Tie checkpoints of attestations to the history that we hold, for use offline.",
    subcommands = {AnchorAddCommand.class, AnchorListCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class AnchorCommand extends CommandGroup {}

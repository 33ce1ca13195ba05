package org.stellaops.attestor.cli.rekor;

import org.stellaops.attestor.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code anchor}: consistency proofs for checkpoints of logs without tiles. */
@Command(
    name = "anchor",
    description =
        "Store proofs that the checkpoints of attestations belong to the mirrored history.",
    subcommands = {AnchorAddCommand.class, AnchorListCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class AnchorCommand extends CommandGroup {}

package org.stellaops.attestor.cli.rekor;

import org.stellaops.attestor.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code entries}: single entries of logs that are not mirrored whole. */
@Command(
    name = "entries",
    description = "Get single entries of a Rekor v1 log.",
    subcommands = EntriesFetchCommand.class,
    synopsisSubcommandLabel = "COMMAND")
public final class EntriesCommand extends CommandGroup {}

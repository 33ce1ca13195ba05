package org.stellaops.attestor.cli.rekor;

import org.stellaops.attestor.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code entries}: single entries of logs whose entries are not mirrored. */
@Command(
    name = "entries",
    description = "Fetch single entries of a Rekor v1 log.",
    subcommands = EntriesFetchCommand.class)
public final class EntriesCommand extends CommandGroup {}

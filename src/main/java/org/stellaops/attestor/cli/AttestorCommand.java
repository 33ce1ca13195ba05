package org.stellaops.attestor.cli;

import picocli.CommandLine.Command;

/** {@code stella attestor}: the family of the commands that mirror and verify transparency logs. */
@Command(
    name = "attestor",
    description = "Mirror transparency logs and verify attestations against them.",
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      SyncCommand.class,
      SyncStatusCommand.class,
      CheckpointsCommand.class,
      TilesCommand.class,
      CheckpointStoreCommand.class,
      BackendCommand.class,
      ConfigCommand.class,
      EvidenceCommand.class,
      AnchorCommand.class,
      EntriesCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      BundlesCommand.class,
      VerifyCommand.class,
      ProveCommand.class,
      VerifyProofCommand.class,
      TrustCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class AttestorCommand extends CommandGroup {}

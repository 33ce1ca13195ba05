package org.stellaops.attestor.cli.main;

import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.airgap.BundlesCommand;
import org.stellaops.attestor.cli.airgap.ExportCommand;
import org.stellaops.attestor.cli.airgap.ImportCommand;
import org.stellaops.attestor.cli.backend.BackendCommand;
import org.stellaops.attestor.cli.evidence.EvidenceCommand;
import org.stellaops.attestor.cli.mirror.CheckpointStoreCommand;
import org.stellaops.attestor.cli.mirror.CheckpointsCommand;
import org.stellaops.attestor.cli.mirror.TilesCommand;
import org.stellaops.attestor.cli.rekor.AnchorCommand;
import org.stellaops.attestor.cli.rekor.EntriesCommand;
import org.stellaops.attestor.cli.settings.ConfigCommand;
import org.stellaops.attestor.cli.sync.DemoCommand;
import org.stellaops.attestor.cli.sync.RunCommand;
import org.stellaops.attestor.cli.sync.SyncCommand;
import org.stellaops.attestor.cli.sync.SyncStatusCommand;
import org.stellaops.attestor.cli.verification.ProveCommand;
import org.stellaops.attestor.cli.verification.TrustCommand;
import org.stellaops.attestor.cli.verification.VerifyCommand;
import org.stellaops.attestor.cli.verification.VerifyProofCommand;
import picocli.CommandLine.Command;

/** {@code stella attestor}: the commands that mirror and verify transparency logs. */
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
    footer = {
      "  stella attestor demo",
      "  stella attestor backend add sigstore-prod --origin rekor.sigstore.dev \\",
      "      --url https://rekor.sigstore.dev --public-key /path/to/rekor.pub",
      "  stella attestor sync --all",
      "  stella attestor sync-status",
      "  stella attestor verify --bundle app.sigstore.json --key cosign.pub app"
    })
final class AttestorCommand extends CommandGroup {
  /** The lines of the examples, which the help of {@code stella} shows as well. */
  static String[] examples() {
    return AttestorCommand.class.getAnnotation(Command.class).footer();
  }
}

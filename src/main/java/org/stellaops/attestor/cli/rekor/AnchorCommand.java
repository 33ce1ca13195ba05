package org.stellaops.attestor.cli.rekor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.VerifiedAnchors;
import org.stellaops.attestor.app.VerifiedAnchors.AnchorStatus;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anchor}: consistency proofs for checkpoints of logs without tiles. */
@Command(
    name = "anchor",
    description =
        "Store proofs that the checkpoints of attestations belong to the mirrored history.",
    subcommands = AnchorAddCommand.class)
public final class AnchorCommand extends CommandGroup {
  @Command(
      name = "list",
      description = {
        "List the stored anchors and verify each with the key of the log.",
        "The exit status is 1 if an anchor is invalid."
      },
      footer = "  stella attestor anchor list --backend sigstore-prod")
  ExitCode list(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Option(
              names = "--backend",
              paramLabel = "ID",
              description = "List only the anchors of this backend.")
          @Nullable String id) {
    Settings settings = config.load();
    List<AnchorStatus> listed = new ArrayList<>();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      VerifiedAnchors anchors = new VerifiedAnchors(settings);
      for (Backend log : BackendSelector.select(settings, store, id)) {
        listed.addAll(anchors.list(log));
      }
    }
    output.printAll(
        out(),
        listed,
        AnchorCommand::json,
        new TextTable("Backend", "Size", "Anchored To", "Since", "State"),
        anchor ->
            List.of(
                anchor.backend(),
                Format.count(anchor.from()),
                Format.count(anchor.to()),
                Format.time(Optional.of(anchor.createdAt())),
                anchor.valid() ? "good" : "bad"),
        "no anchor is stored");
    return listed.stream().allMatch(AnchorStatus::valid) ? ExitCode.SUCCESS : ExitCode.REJECTED;
  }

  private static JsonObject json(AnchorStatus anchor) {
    return new JsonObject()
        .with("backend", anchor.backend())
        .with("size", anchor.from())
        .with("anchoredTo", anchor.to())
        .with("since", anchor.createdAt().toString())
        .with("good", anchor.valid());
  }
}

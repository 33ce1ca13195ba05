package org.stellaops.attestor.cli.rekor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.route.rekor.AnchorRequest;
import org.stellaops.attestor.route.rekor.AnchorRequest.AnchoredHead;
import org.stellaops.attestor.route.rekor.AnchorRequest.HeadToAnchor;
import org.stellaops.attestor.tlog.MalformedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code anchor add}: fetches and stores one consistency proof for each checkpoint. */
@Command(
    name = "add",
    description = {
      "Fetch and store consistency proofs for the checkpoints in Sigstore bundles.",
      "Each proof leads from a checkpoint to the stored head of its Rekor v1 shard and is "
          + "verified before it is stored. Exports contain the proofs, and verify uses them "
          + "offline. The log sees the requested sizes; decoys hide which of them matter."
    },
    footer = {
      "  stella attestor anchor add app.sigstore.json lib.sigstore.json --decoys 9",
      "  stella attestor anchor add --backend sigstore-prod --size 1511664856"
    })
final class AnchorAddCommand extends ReportingCommand implements Callable<ExitCode> {
  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Sigstore bundles.")
  private List<Path> files = List.of();

  @Option(
      names = "--backend",
      paramLabel = "ID",
      description = "The backend of the tree sizes given by --size.")
  private @Nullable String id;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "A tree size without a bundle. Repeat the option for more sizes.")
  private List<Long> sizes = List.of();

  @Option(
      names = "--decoys",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Number of random tree sizes requested with each size. Default: ${DEFAULT-VALUE}.")
  private int decoys;

  @Override
  public ExitCode call() throws IOException {
    requireValidArguments();
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openPooled(settings, "anchor")) {
      AnchorRequest request = new AnchorRequest(requestedAnchors(settings, store), decoys);
      try (AttestorRuntime runtime = OneShotRuntime.start(settings, store)) {
        return print(runtime.addAnchors(request.backendId(), request));
      }
    }
  }

  private void requireValidArguments() {
    if (files.isEmpty() && sizes.isEmpty() || !sizes.isEmpty() && id == null) {
      throw new UsageException(
          "anchor add needs a bundle or a tree size",
          "name Sigstore bundles, or add --size N --backend ID");
    }
    if (decoys < 0 || decoys > 100 || sizes.stream().anyMatch(size -> size < 1)) {
      throw new UsageException(
          "--size or --decoys is out of range", "use a size of 1 or more and 0 to 100 decoys");
    }
  }

  private List<HeadToAnchor> requestedAnchors(Settings settings, PostgresStore store) {
    List<HeadToAnchor> requested = new ArrayList<>();
    for (Path file : files) {
      requested.addAll(bundleCheckpoints(settings, file));
    }
    for (long size : sizes) {
      Backend log =
          requireShard(
              BackendSelector.selectLog(settings, store, Optional.ofNullable(id).orElse("")));
      requested.add(new HeadToAnchor(log, size, Optional.empty(), "size " + size, false));
    }
    return requested;
  }

  /** Returns the checkpoints in a bundle, each verified with the configured key of its log. */
  private static List<HeadToAnchor> bundleCheckpoints(Settings settings, Path file) {
    List<HeadToAnchor> checkpoints = new ArrayList<>();
    try {
      StrictJson bundle = StrictJson.parse(Files.readAllBytes(file));
      for (StrictJson entry : bundle.child("verificationMaterial").children("tlogEntries")) {
        byte[] raw =
            entry
                .child("inclusionProof")
                .child("checkpoint")
                .text("envelope")
                .getBytes(StandardCharsets.UTF_8);
        Checkpoint unverified = Checkpoint.parse(SignedNote.parse(raw).text());
        Backend log =
            requireShard(
                BackendFactory.find(settings, unverified.origin())
                    .orElseThrow(() ->
                        new UsageException(
                            file + ": no backend follows the log '" + unverified.origin() + "'",
                            "see: stella attestor backend list")));
        SignedCheckpoint checkpoint = log.log().open(raw, List.of());
        checkpoints.add(
            new HeadToAnchor(
                log, checkpoint.head().size(), Optional.of(checkpoint), file.toString(), false));
      }
    } catch (IOException e) {
      throw new AttestorException(Failure.DISK, "cannot read " + file + ": " + e, "", e);
    } catch (MalformedException e) {
      throw new AttestorException(
          Failure.BAD_ATTESTATION, file + ": not a Sigstore bundle: " + e.getMessage(), "", e);
    }
    return checkpoints;
  }

  private static Backend requireShard(Backend log) {
    if (log.kind() != LogKind.SHARD) {
      throw new UsageException(
          "the log '" + log.origin() + "' has tiles and needs no anchors",
          "its mirror proves the consistency of every checkpoint");
    }
    return log;
  }

  private ExitCode print(AnchorRequest request) {
    output.printLines(
        out(),
        request.anchored(),
        AnchorAddCommand::json,
        anchor ->
            "anchored: %s: size %s of '%s' to size %s"
                .formatted(
                    anchor.wanted().source(),
                    Format.count(anchor.wanted().size()),
                    anchor.wanted().shard().origin(),
                    Format.count(anchor.head().size())));
    return report(request.failure());
  }

  private static JsonObject json(AnchoredHead anchor) {
    return new JsonObject()
        .with("backend", anchor.wanted().shard().id())
        .with("source", anchor.wanted().source())
        .with("size", anchor.wanted().size())
        .with("anchoredTo", anchor.head().size())
        .with("file", anchor.file().toString());
  }
}

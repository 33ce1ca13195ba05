package org.stellaops.attestor.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.route.AnchorOrder;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.trust.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code anchor add}: one proof for each checkpoint. */
@Command(
    name = "add",
    description = {
      "Fetch one consistency proof from the checkpoint in each Sigstore bundle to the head that we hold",
      "of its Rekor v1 shard, check it and store it. Exports of the log carry it, and verify finds it",
      "offline. The log sees which sizes are asked for; decoys hide which of them matter."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor anchor add app.sigstore.json lib.sigstore.json --decoys 9",
      "  stella attestor anchor add --backend sigstore-prod --size 1511664856"
    })
final class AnchorAddCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Sigstore bundles.")
  private List<Path> files = List.of();

  @Option(names = "--backend", paramLabel = "ID", description = "The backend of --size.")
  private @Nullable String id;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "A size of a tree, without a bundle; can be repeated.")
  private List<Long> sizes = List.of();

  @Option(
      names = "--decoys",
      paramLabel = "N",
      defaultValue = "0",
      description = "So many other sizes are asked for beside each. Default: ${DEFAULT-VALUE}.")
  private int decoys;

  @Override
  public Integer call() throws IOException {
    requireMeant();
    Settings settings = config.load();
    try (Store store = Store.toWork(settings, "anchor")) {
      AnchorOrder order = new AnchorOrder(wanted(settings, store), decoys);
      try (AttestorRuntime runtime = RoutesOnce.start(settings, store)) {
        return print(runtime.anchor(Backend.server(backend(order)), order));
      }
    }
  }

  private static String backend(AnchorOrder order) {
    return order.first().shard().id();
  }

  private void requireMeant() {
    if (files.isEmpty() && sizes.isEmpty() || !sizes.isEmpty() && id == null) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "it is not said what is to be anchored",
          "name Sigstore bundles, or sizes with --size N --backend ID");
    }
    if (decoys < 0 || decoys > 100 || sizes.stream().anyMatch(size -> size < 1)) {
      throw new AttestorException(
          Failure.CONFIGURATION, "sizes are 1 or more, decoys 0 to 100", "write another number");
    }
  }

  private List<AnchorOrder.Wanted> wanted(Settings settings, Store store) {
    List<AnchorOrder.Wanted> wanted = new ArrayList<>();
    for (Path file : files) {
      wanted.addAll(heads(settings, file));
    }
    for (long size : sizes) {
      Backend log =
          requireShard(BackendChoice.log(settings, store, Optional.ofNullable(id).orElse("")));
      wanted.add(new AnchorOrder.Wanted(log, size, Optional.empty(), "size " + size, false));
    }
    return wanted;
  }

  /** The checkpoints in a bundle, each opened with the key of the log that is configured. */
  private static List<AnchorOrder.Wanted> heads(Settings settings, Path file) {
    List<AnchorOrder.Wanted> heads = new ArrayList<>();
    try {
      StrictJson bundle = StrictJson.parse(Files.readAllBytes(file));
      for (StrictJson entry : bundle.child("verificationMaterial").children("tlogEntries")) {
        byte[] raw =
            entry
                .child("inclusionProof")
                .child("checkpoint")
                .text("envelope")
                .getBytes(StandardCharsets.UTF_8);
        Checkpoint said = Checkpoint.parse(SignedNote.parse(raw).text());
        Backend log =
            requireShard(
                BackendReader.find(settings, said.origin())
                    .orElseThrow(() ->
                        new AttestorException(
                            Failure.CONFIGURATION,
                            file
                                + " is of the log '"
                                + said.origin()
                                + "', which no backend follows",
                            "see: stella attestor backend list")));
        SignedCheckpoint checkpoint = log.log().open(raw, List.of());
        heads.add(
            new AnchorOrder.Wanted(
                log, checkpoint.head().size(), Optional.of(checkpoint), file.toString(), false));
      }
    } catch (IOException e) {
      throw new AttestorException(Failure.DISK, "cannot read " + file + ": " + e, "", e);
    } catch (MalformedException e) {
      throw new AttestorException(
          Failure.BAD_ATTESTATION, file + " is no Sigstore bundle: " + e.getMessage(), "", e);
    }
    return heads;
  }

  private static Backend requireShard(Backend log) {
    if (log.kind() != LogKind.SHARD) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "the log '" + log.origin() + "' has tiles, which tie every checkpoint to its head",
          "nothing has to be anchored; the mirror is enough");
    }
    return log;
  }

  private int print(AnchorOrder order) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOption.printJson(out, order.done().stream().map(AnchorAddCommand::json).toList());
    } else {
      order
          .done()
          .forEach(one ->
              out.println(
                  "anchored: "
                      + one.wanted().source()
                      + ": size "
                      + Words.count(one.wanted().size())
                      + " of '"
                      + one.wanted().shard().origin()
                      + "' to size "
                      + Words.count(one.head().size())));
    }
    out.flush();
    order.why().ifPresent(why -> FailureReport.print(why, spec.commandLine()));
    return order.why().map(why -> why.failure().exitCode()).orElse(ExitCode.GOOD).number();
  }

  private static Map<String, Object> json(AnchorOrder.Done one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", one.wanted().shard().id());
    json.put("source", one.wanted().source());
    json.put("size", one.wanted().size());
    json.put("anchoredTo", one.head().size());
    json.put("file", one.file().toString());
    return json;
  }
}

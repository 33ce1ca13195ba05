package org.stellaops.attestor.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.app.OfflineMirrors;
import org.stellaops.attestor.app.StoredAnchors;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.LogClaim;
import org.stellaops.attestor.proof.TlogProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.verdict.Anchored;
import org.stellaops.attestor.verdict.InputFiles;
import org.stellaops.attestor.verdict.Mirrors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify-proof}: is this proof good? */
@Command(
    name = "verify-proof",
    description = {
      "Check a proof in the form of c2sp.org/tlog-proof offline: the log has signed its checkpoint,",
      "and the entry is in that tree. The log's key is given, or is that of the configured backend",
      "of its origin; then its mirror is asked, too, whether it is the log that we all see."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor verify-proof entry.tlog-proof --public-key rekor.pub",
      "  stella attestor verify-proof entry.tlog-proof --entry body.json --require-anchored"
    })
final class VerifyProofCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Mixin private LeafOptions leaf;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "As prove writes it.")
  private Path file = Path.of("");

  @Option(
      names = "--public-key",
      paramLabel = "KEY",
      description = "A file with the log's key as PEM, DER or vkey, or a vkey itself.")
  private @Nullable String key;

  @Option(
      names = "--key-name",
      paramLabel = "NAME",
      description = "The name on the signature lines, if it is not the origin.")
  private Optional<String> keyName = Optional.empty();

  @Option(
      names = "--require-anchored",
      description = "Exit status 4 unless the local mirror has the same log and the same entry.")
  private boolean requireAnchored;

  @Override
  public Integer call() {
    TlogProof proof = TlogProof.parse(InputFiles.beginning(file, TlogProof.MAX_BYTES + 1));
    String given = key;
    if (given != null) {
      String name = keyName.orElse(proof.origin().name());
      return check(proof, new LogIdentity(proof.origin(), LogKey.read(name, given)), Mirrors.NONE);
    }
    Settings settings = config.load();
    try (OfflineMirrors mirrors =
        new OfflineMirrors(settings, new StoredAnchors(settings), Clock.systemUTC())) {
      return check(proof, configured(settings, proof), mirrors);
    }
  }

  private int check(TlogProof proof, LogIdentity log, Mirrors mirrors) {
    Hash hash = leaf.hash().or(proof::ownLeaf).orElseThrow(VerifyProofCommand::noLeaf);
    SignedCheckpoint checkpoint = proof.verify(log, hash);
    String source = file.toString().replaceAll("\\p{Cntrl}", "?");
    Anchored anchored = mirrors.ask(new LogClaim(checkpoint, proof.inclusion(), hash, source));
    if (output.isJson()) {
      OutputOption.printJson(out(), json(proof, hash, anchored));
    } else {
      out()
          .println(
              "good proof: entry "
                  + Words.count(proof.inclusion().index())
                  + " of '"
                  + proof.origin()
                  + "' at size "
                  + Words.count(checkpoint.head().size())
                  + ", leaf hash "
                  + hash.hex());
      out().println("anchored: " + anchored.state().word() + ": " + anchored.reason());
    }
    out().flush();
    if (anchored.failure().isPresent()) {
      throw new AttestorException(anchored.failure().get(), anchored.reason());
    }
    if (requireAnchored && !anchored.holds()) {
      throw new AttestorException(Failure.INCOMPLETE, "not anchored: " + anchored.reason());
    }
    return ExitCode.GOOD.number();
  }

  private static LogIdentity configured(Settings settings, TlogProof proof) {
    return BackendReader.find(settings, proof.origin())
        .orElseThrow(() ->
            new AttestorException(
                Failure.CONFIGURATION,
                "no backend follows the log '" + proof.origin() + "' of this proof",
                "give the log's key with --public-key"))
        .log();
  }

  private static AttestorException noLeaf() {
    return new AttestorException(
        Failure.CONFIGURATION,
        "the proof brings no entry along that it would lead from",
        "give the entry with --entry, or its hash with --leaf-hash");
  }

  private static Map<String, @Nullable Object> json(TlogProof proof, Hash hash, Anchored anchored) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("origin", proof.origin().name());
    json.put("index", proof.inclusion().index());
    json.put("leafHash", hash.hex());
    json.put("treeSize", proof.inclusion().size());
    json.put("rootHash", proof.checkpoint().head().root().hex());
    json.put("anchored", anchored.state().word());
    json.put("error", anchored.failure().map(Failure::word).orElse(null));
    json.put("reason", anchored.reason());
    return json;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}

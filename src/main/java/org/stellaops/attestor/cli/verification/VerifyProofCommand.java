package org.stellaops.attestor.cli.verification;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.OfflineMirrorLookup;
import org.stellaops.attestor.app.VerifiedAnchors;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.PublicKeyOption;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.mirror.lookup.InclusionClaim;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;
import org.stellaops.attestor.proof.TlogProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.verification.InputFiles;
import org.stellaops.attestor.verification.MirrorLookup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify-proof}: verifies an inclusion proof. */
@Command(
    name = "verify-proof",
    description = {
      "Verify an inclusion proof offline.",
      "The proof has the format c2sp.org/tlog-proof. The command verifies that the log "
          + "has signed the checkpoint and that the entry is in its tree. Without --public-key, "
          + "the key of the configured backend is used and the proof is compared with its "
          + "mirror."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor verify-proof entry.tlog-proof --public-key rekor.pub",
      "  stella attestor verify-proof entry.tlog-proof --entry body.json \\",
      "      --require-anchored"
    })
public final class VerifyProofCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Mixin private LeafOptions leaf;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file that prove wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--public-key",
      paramLabel = "KEY",
      description = "The public key of the log: a file in PEM, DER or vkey format, or a vkey.")
  private @Nullable String key;

  @Option(
      names = "--key-name",
      paramLabel = "NAME",
      description = "The key name on the signature lines. Default: the origin.")
  private Optional<String> keyName = Optional.empty();

  @Option(
      names = "--require-anchored",
      description =
          "Exit with status 4 unless the local mirror contains the same log and the same "
              + "entry.")
  private boolean requireAnchored;

  @Override
  public Integer call() {
    TlogProof proof = TlogProof.parse(InputFiles.readAtMost(file, TlogProof.MAX_BYTES + 1));
    String explicitKey = key;
    if (explicitKey != null) {
      String name = keyName.orElse(proof.origin().name());
      return check(
          proof,
          new LogIdentity(proof.origin(), PublicKeyOption.read(name, explicitKey)),
          MirrorLookup.NONE);
    }
    Settings settings = config.load();
    try (OfflineMirrorLookup mirrors =
        new OfflineMirrorLookup(settings, new VerifiedAnchors(settings), Clock.systemUTC())) {
      return check(proof, configuredLog(settings, proof), mirrors);
    }
  }

  private int check(TlogProof proof, LogIdentity log, MirrorLookup mirrors) {
    Hash hash =
        leaf.hash().or(proof::embeddedLeafHash).orElseThrow(VerifyProofCommand::missingLeaf);
    SignedCheckpoint checkpoint = proof.verify(log, hash);
    String source = SafeText.line(file.toString());
    MirrorMatch match =
        mirrors.lookUp(new InclusionClaim(checkpoint, proof.inclusion(), hash, source));
    if (output.isJson()) {
      OutputOption.printJson(out(), json(proof, hash, match));
    } else {
      out()
          .println(
              "good proof: entry "
                  + Format.count(proof.inclusion().index())
                  + " of "
                  + SafeText.quote(proof.origin().name())
                  + " at size "
                  + Format.count(checkpoint.head().size())
                  + ", leaf hash "
                  + hash.hex());
      out().println("anchored: " + match.state().label() + ": " + match.reason());
    }
    out().flush();
    if (match.failure().isPresent()) {
      throw new AttestorException(match.failure().get(), match.reason());
    }
    if (requireAnchored && !match.isAnchored()) {
      throw new AttestorException(Failure.INCOMPLETE, "not anchored: " + match.reason());
    }
    return ExitCode.SUCCESS.number();
  }

  private static LogIdentity configuredLog(Settings settings, TlogProof proof) {
    return BackendFactory.find(settings, proof.origin())
        .orElseThrow(() ->
            new AttestorException(
                Failure.CONFIGURATION,
                "no backend follows the log "
                    + SafeText.quote(proof.origin().name())
                    + " of this proof",
                "add --public-key with the key of the log"))
        .log();
  }

  private static AttestorException missingLeaf() {
    return new AttestorException(
        Failure.CONFIGURATION,
        "the proof contains no entry",
        "add --entry FILE or --leaf-hash HASH");
  }

  private static Map<String, @Nullable Object> json(TlogProof proof, Hash hash, MirrorMatch match) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("origin", proof.origin().name());
    json.put("index", proof.inclusion().index());
    json.put("leafHash", hash.hex());
    json.put("treeSize", proof.inclusion().size());
    json.put("rootHash", proof.checkpoint().head().root().hex());
    json.put("anchored", match.state().label());
    json.put("error", match.failure().map(Failure::label).orElse(null));
    json.put("reason", match.reason());
    return json;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}

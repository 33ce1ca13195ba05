package org.stellaops.attestor.cli.verification;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.OfflineMirrorLookup;
import org.stellaops.attestor.app.VerifiedAnchors;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.PublicKeyOption;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.lookup.InclusionClaim;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;
import org.stellaops.attestor.proof.TlogProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.verification.InputFiles;
import org.stellaops.attestor.verification.MirrorLookup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify-proof}: verifies an inclusion proof. */
@Command(
    name = "verify-proof",
    description = {
      "Verify an inclusion proof offline.",
      "The proof has the format c2sp.org/tlog-proof. The command verifies that the log has signed "
          + "the checkpoint and that the entry is in its tree. Without --public-key, the key of "
          + "the configured backend is used and the proof is compared with its mirror."
    },
    footer = {
      "  stella attestor verify-proof entry.tlog-proof --public-key rekor.pub",
      "  stella attestor verify-proof entry.tlog-proof --entry body.json \\",
      "      --require-anchored"
    })
public final class VerifyProofCommand extends ReportingCommand implements Callable<ExitCode> {
  @Mixin private LeafOptions leaf;

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
          "Exit with status 4 unless the local mirror contains the same log and the same entry.")
  private boolean requireAnchored;

  @Override
  public ExitCode call() {
    TlogProof proof = TlogProof.parse(InputFiles.readAtMost(file, TlogProof.MAX_BYTES + 1));
    String explicitKey = key;
    if (explicitKey != null) {
      String name = keyName.orElseGet(() -> TreeId.serverName(proof.origin()));
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

  private ExitCode check(TlogProof proof, LogIdentity log, MirrorLookup mirrors) {
    Hash hash =
        leaf.hash()
            .or(proof::embeddedLeafHash)
            .orElseThrow(() ->
                new UsageException(
                    "the proof contains no entry", "add --entry FILE or --leaf-hash HASH"));
    SignedCheckpoint checkpoint = proof.verify(log, hash);
    String source = SafeText.line(file.toString());
    MirrorMatch match =
        mirrors.lookUp(new InclusionClaim(checkpoint, proof.inclusion(), hash, source));
    output.print(
        out(),
        () -> json(proof, hash, match),
        () ->
            "good proof: entry %s of %s at size %s, leaf hash %s%n%s: %s%s"
                .formatted(
                    Format.count(proof.inclusion().index()),
                    SafeText.quote(proof.origin().name()),
                    Format.count(checkpoint.head().size()),
                    hash.hex(),
                    match.state().label().replace('_', ' '),
                    match.reason(),
                    match.warning().map(text -> "\nwarning: " + SafeText.line(text)).orElse("")));
    if (match.failure().isPresent()) {
      throw new AttestorException(match.failure().get(), match.reason());
    }
    if (requireAnchored && !match.isAnchored()) {
      throw new AttestorException(match.failureIfNotAnchored(), "not anchored: " + match.reason());
    }
    return ExitCode.SUCCESS;
  }

  private static LogIdentity configuredLog(Settings settings, TlogProof proof) {
    return BackendFactory.find(settings, proof.origin())
        .orElseThrow(() ->
            new UsageException(
                "no backend follows the log "
                    + SafeText.quote(proof.origin().name())
                    + " of this proof",
                "add --public-key with the key of the log"))
        .log();
  }

  private static JsonObject json(TlogProof proof, Hash hash, MirrorMatch match) {
    return new JsonObject()
        .with("origin", proof.origin().name())
        .with("index", proof.inclusion().index())
        .with("leafHash", hash.hex())
        .with("treeSize", proof.inclusion().size())
        .with("rootHash", proof.checkpoint().head().root().hex())
        .with("anchored", match.state().label())
        .with("error", match.failure().map(Failure::label))
        .with("reason", match.reason())
        .with("warnings", match.warning().stream().toList());
  }
}

package org.stellaops.attestor.cli.verification;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.OfflineMirrorLookup;
import org.stellaops.attestor.app.VerifiedAnchors;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.sigstore.SigstoreVerifier;
import org.stellaops.attestor.verification.AttestationVerdict;
import org.stellaops.attestor.verification.IgnoredFiles;
import org.stellaops.attestor.verification.InputFiles;
import org.stellaops.attestor.verification.MirrorLookup;
import org.stellaops.attestor.verification.Objection;
import org.stellaops.attestor.verification.Outcome;
import org.stellaops.attestor.verification.Requirements;
import org.stellaops.attestor.verification.TrustedRootSource;
import org.stellaops.attestor.verification.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify}: verifies attestations, and finds entries in a mirror. */
@Command(
    name = "verify",
    description = {
      "Verify the attestation of an artifact offline.",
      "The command verifies the signature, the inclusion in the log, and that the log is "
          + "the mirrored one. The exit status is 1 if a check fails or the log has signed two "
          + "histories, and 4 if the result is incomplete or too old.",
      "With --backend instead of --bundle, the command finds an entry in the mirror of a log."
    },
    footer = {
      "  stella attestor verify --bundle artifact.sigstore.json --key cosign.pub \\",
      "      artifact",
      "  stella attestor verify --bundle artifact.sigstore.json \\",
      "      --certificate-identity-regexp '.*@example[.]org' \\",
      "      --certificate-oidc-issuer https://accounts.example.org \\",
      "      --require-anchored --max-age 720h artifact",
      "  stella attestor verify --batch release/ --key cosign.pub -o json",
      "  stella attestor verify --backend sigstore-rekor-v2 --index 4855114"
    })
public final class VerifyCommand extends ReportingCommand implements Callable<ExitCode> {
  @Mixin private TrustedRootOption trust;
  @Mixin private SignerOptions signer;
  @Mixin private EntryOptions entry;

  @Option(names = "--bundle", paramLabel = "FILE", description = "The Sigstore bundle.")
  private @Nullable Path bundle;

  @Option(
      names = "--batch",
      paramLabel = "DIR",
      description =
          "Verify every NAME.sigstore.json in this directory against the artifact NAME next to it,"
              + " or against the given artifact.")
  private @Nullable Path batch;

  @Option(
      names = "--max-age",
      paramLabel = "DURATION",
      description =
          "Exit with status 4 if the trusted root or the mirrored checkpoint is older, for "
              + "example 720h.")
  private @Nullable Duration maxAge;

  @Option(
      names = "--require-anchored",
      description =
          "Exit with status 4 unless the local mirror contains the same log and the same entry.")
  private boolean requireAnchored;

  @Option(
      names = "--attest-verdict",
      paramLabel = "PEM",
      description =
          "Sign the verdict with this private key (PKCS#8 PEM) and print it as an in-toto "
              + "statement in a DSSE envelope.")
  private @Nullable Path attestKey;

  @Parameters(
      arity = "0..1",
      paramLabel = "ARTIFACT|sha256:DIGEST",
      description = "The artifact: a file, or its SHA-256 digest.")
  private @Nullable String artifact;

  @Override
  public ExitCode call() {
    Path folder = batch;
    Clock clock = Clock.systemUTC();
    if (entry.isGiven() && bundle == null && folder == null) {
      return verifyInMirror(clock);
    }
    if (entry.isGiven() || (bundle == null) == (folder == null)) {
      throw usageError("add one of --bundle FILE, --batch DIR and --backend ID");
    }
    Optional<Settings> settings = config.loadIfPresent();
    if (settings.isEmpty()) {
      return verify(verification(MirrorLookup.NONE, settings, clock), folder);
    }
    try (OfflineMirrorLookup mirrors =
        new OfflineMirrorLookup(settings.get(), new VerifiedAnchors(settings.get()), clock)) {
      return verify(verification(mirrors, settings, clock), folder);
    }
  }

  private Verification verification(
      MirrorLookup mirrors, Optional<Settings> settings, Clock clock) {
    TrustedRootSource root = trust.load(settings);
    return new Verification(
        new SigstoreVerifier(root.root(), signer.policy(), clock),
        mirrors,
        root,
        new Requirements(Optional.ofNullable(maxAge), requireAnchored),
        clock);
  }

  private ExitCode verifyInMirror(Clock clock) {
    Instant now = clock.instant();
    MirroredEntry found = entry.find(config.load(), Optional.ofNullable(maxAge), now);
    output.print(out(), () -> found.json(now), () -> found.text(now));
    return ExitCode.SUCCESS;
  }

  private ExitCode verify(Verification verification, @Nullable Path folder) {
    return folder == null ? verifyOne(verification) : verifyBatch(verification, folder);
  }

  private ExitCode verifyOne(Verification verification) {
    String subject = artifact;
    Path file = bundle;
    if (subject == null || file == null) {
      throw usageError("name the artifact file or sha256:DIGEST after the options");
    }
    AttestationVerdict decision =
        verification.verify(
            file.toString(), InputFiles.readBundle(file), ArtifactArgument.read(subject));
    if (attestKey != null) {
      OutputOption.printJson(out(), VerdictEnvelope.sign(decision, attestKey));
    } else {
      output.print(out(), decision::toJson, () -> VerdictView.text(decision));
    }
    Optional<Objection> objection = decision.worstObjection();
    return report(
        objection.map(Objection::failure), objection.map(Objection::reason).orElse(""), "");
  }

  private ExitCode verifyBatch(Verification verification, Path folder) {
    if (attestKey != null) {
      throw usageError("--attest-verdict works with --bundle only");
    }
    List<Outcome> outcomes = new VerificationBatch(verification).verifyAll(folder, artifact);
    output.printAll(
        out(),
        outcomes,
        Outcome::toJson,
        new TextTable(VerdictView.HEADINGS),
        VerdictView::row,
        "no bundle is in " + folder);
    IgnoredFiles ignored = IgnoredFiles.of(folder);
    if (artifact == null && !ignored.names().isEmpty()) {
      printNotice(ignored.describe());
    }
    if (!output.isJson()) {
      long goodCount =
          outcomes.stream().filter(outcome -> outcome.exitCode() == ExitCode.SUCCESS).count();
      printLine(
          Format.count(outcomes.size(), "bundle", "bundles")
              + ", "
              + Format.count(goodCount)
              + " good");
    }
    return outcomes.stream().map(Outcome::exitCode).reduce(ExitCode.SUCCESS, ExitCode::worse);
  }

  private static AttestorException usageError(String message) {
    return new UsageException(message, "see: stella attestor verify --help");
  }

  /** Signs a verdict as an in-toto statement in a DSSE envelope. */
  private static final class VerdictEnvelope {
    private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    private VerdictEnvelope() {}

    /**
     * Returns the signed envelope.
     *
     * @param keyFile an Ed25519 or ECDSA P-256 private key, PKCS#8 in PEM
     */
    static JsonObject sign(AttestationVerdict decision, Path keyFile) {
      String sha256 = decision.artifact().sha256().hex();
      byte[] payload =
          new JsonObject()
              .with("_type", "https://in-toto.io/Statement/v1")
              .with(
                  "subject",
                  List.of(Map.of("name", "sha256:" + sha256, "digest", Map.of("sha256", sha256))))
              .with("predicateType", AttestationVerdict.SCHEMA)
              .with("predicate", decision.toJson())
              .print()
              .getBytes(StandardCharsets.UTF_8);
      return new JsonObject()
          .with("payloadType", PAYLOAD_TYPE)
          .with("payload", Base64.getEncoder().encodeToString(payload))
          .with("signatures", List.of(Map.of("sig", signature(payload, keyFile))));
    }

    private static String signature(byte[] payload, Path keyFile) {
      try {
        PrivateKey key = parseKey(InputFiles.readAll(keyFile));
        Signature signer =
            Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519");
        signer.initSign(key);
        signer.update(
            ("DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ")
                .getBytes(StandardCharsets.UTF_8));
        signer.update(payload);
        return Base64.getEncoder().encodeToString(signer.sign());
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        throw new AttestorException(
            Failure.CONFIGURATION,
            "cannot sign with the key in " + keyFile,
            "create a key: openssl genpkey -algorithm ed25519 -out verdict.pem",
            e);
      }
    }

    private static PrivateKey parseKey(byte[] pem) throws GeneralSecurityException {
      String base64 =
          new String(pem, StandardCharsets.US_ASCII)
              .replaceAll("-----(BEGIN|END) PRIVATE KEY-----|\\s", "");
      PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
      try {
        return KeyFactory.getInstance("Ed25519").generatePrivate(spec);
      } catch (GeneralSecurityException e) {
        return KeyFactory.getInstance("EC").generatePrivate(spec);
      }
    }
  }
}

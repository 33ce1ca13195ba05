package org.stellaops.attestor.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.OfflineMirrors;
import org.stellaops.attestor.app.StoredAnchors;
import org.stellaops.attestor.attestation.AttestationVerifier;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.verdict.Answer;
import org.stellaops.attestor.verdict.Decision;
import org.stellaops.attestor.verdict.InputFiles;
import org.stellaops.attestor.verdict.Mirrors;
import org.stellaops.attestor.verdict.Requirements;
import org.stellaops.attestor.verdict.TrustInput;
import org.stellaops.attestor.verdict.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: is this attestation good, is it in the log, and do we all see that log? */
@Command(
    name = "verify",
    description = {
      "Verify the attestation of an artifact offline: its signature, its place in the log, and",
      "that the log is the one that is mirrored here. Exit status 1 if anything is refused or the",
      "log has signed two histories, 4 if it is only incomplete or too old.",
      "With --backend: look for an entry in the mirror of a log, without any bundle."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor verify --bundle artifact.sigstore.json --key cosign.pub artifact",
      "  stella attestor verify --bundle artifact.sigstore.json \\",
      "      --certificate-identity-regexp .*@example.org \\",
      "      --certificate-oidc-issuer https://accounts.example.org \\",
      "      --require-anchored --max-age 720h artifact",
      "  stella attestor verify --batch release/ --key cosign.pub -o json",
      "  stella attestor verify --backend sigstore-rekor-v2 --index 4855114"
    })
final class VerifyCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Mixin private TrustedRootOption trust;
  @Mixin private SignerOptions signer;
  @Mixin private EntryOptions entry;
  @Spec private CommandSpec spec;

  @Option(names = "--bundle", paramLabel = "FILE", description = "The Sigstore bundle.")
  private @Nullable Path bundle;

  @Option(
      names = "--batch",
      paramLabel = "DIR",
      description = {
        "Verify every NAME.sigstore.json in this folder against the artifact NAME beside it,",
        "or against the artifact that is given."
      })
  private @Nullable Path batch;

  @Option(
      names = "--max-age",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = {
        "The greatest age, as 720h, of the trusted root and of the mirrored checkpoint that was",
        "compared with; exit status 4 beyond it."
      })
  private @Nullable Duration maxAge;

  @Option(
      names = "--require-anchored",
      description = "Exit status 4 unless the local mirror has the same log and the same entry.")
  private boolean requireAnchored;

  @Option(
      names = "--attest-verdict",
      paramLabel = "PEM",
      description = {
        "Sign the verdict with this private key (PKCS#8) and print it as an in-toto statement",
        "in a DSSE envelope."
      })
  private @Nullable Path attestKey;

  @Parameters(
      arity = "0..1",
      paramLabel = "ARTIFACT|sha256:DIGEST",
      description = "What was attested: a file, or its SHA-256.")
  private @Nullable String artifact;

  @Override
  public Integer call() {
    Path folder = batch;
    Clock clock = Clock.systemUTC();
    if (entry.isGiven() && bundle == null && folder == null) {
      return inMirror(clock);
    }
    if (entry.isGiven() || (bundle == null) == (folder == null)) {
      throw usage("give one of --bundle FILE, --batch DIR and --backend ID");
    }
    Optional<Settings> settings = config.find().map(file -> ConfigOption.loader().load(file));
    if (settings.isEmpty()) {
      return decide(verification(Mirrors.NONE, settings, clock), folder);
    }
    try (OfflineMirrors mirrors =
        new OfflineMirrors(settings.get(), new StoredAnchors(settings.get()), clock)) {
      return decide(verification(mirrors, settings, clock), folder);
    }
  }

  private Verification verification(Mirrors mirrors, Optional<Settings> settings, Clock clock) {
    TrustInput root = trust.load(settings);
    return new Verification(
        new AttestationVerifier(root.root(), signer.policy(), clock),
        mirrors,
        root,
        new Requirements(Optional.ofNullable(maxAge), requireAnchored),
        clock);
  }

  private int inMirror(Clock clock) {
    Optional<Duration> most = Optional.ofNullable(maxAge);
    MirroredEntryView view =
        new MirroredEntryView(entry.find(config.load(), most, clock.instant()), clock.instant());
    if (output.isJson()) {
      OutputOption.printJson(out(), view.json());
    } else {
      out().println(view.text());
      out().flush();
    }
    return ExitCode.GOOD.number();
  }

  private int decide(Verification verification, @Nullable Path folder) {
    return folder == null ? one(verification) : many(verification, folder);
  }

  private int one(Verification verification) {
    String subject = artifact;
    Path file = bundle;
    if (subject == null || file == null) {
      throw usage("name the artifact after the options, or give sha256:DIGEST");
    }
    Decision decision =
        verification.of(file.toString(), InputFiles.bundle(file), ArtifactArgument.read(subject));
    if (attestKey != null) {
      OutputOption.printJson(out(), VerdictEnvelope.sign(decision, attestKey));
    } else if (output.isJson()) {
      OutputOption.printJson(out(), decision.json());
    } else {
      out().println(VerdictView.text(decision));
      out().flush();
    }
    decision
        .problem()
        .ifPresent(problem ->
            FailureReport.print(
                new AttestorException(problem.failure(), problem.reason()), spec.commandLine()));
    return decision.exit().number();
  }

  private int many(Verification verification, Path folder) {
    if (attestKey != null) {
      throw usage("--attest-verdict signs the verdict about one --bundle");
    }
    List<Answer> answers = new VerificationBatch(verification).of(folder, artifact);
    if (output.isJson()) {
      List<Map<String, @Nullable Object>> all = new ArrayList<>();
      answers.forEach(answer -> all.add(answer.json()));
      OutputOption.printJson(out(), all);
    } else {
      TextTable table = new TextTable(VerdictView.HEADINGS);
      answers.forEach(answer -> table.row(new VerdictView(answer).row()));
      long good = answers.stream().filter(answer -> answer.exit() == ExitCode.GOOD).count();
      out().println(table);
      out()
          .println(
              Words.count(answers.size(), "bundle", "bundles")
                  + ", "
                  + Words.count(good)
                  + " good");
      out().flush();
    }
    return answers.stream().map(Answer::exit).reduce(ExitCode.GOOD, ExitCode::worse).number();
  }

  private static AttestorException usage(String what) {
    return new AttestorException(Failure.CONFIGURATION, what, "see: stella attestor verify --help");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}

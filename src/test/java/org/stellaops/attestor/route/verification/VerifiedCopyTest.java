package org.stellaops.attestor.route.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.sigstore.SigstoreVerifier;
import org.stellaops.attestor.sigstore.TestSigner;
import org.stellaops.attestor.sigstore.VerificationPolicy;
import org.stellaops.attestor.sigstore.VerificationResult;
import org.stellaops.attestor.sigstore.VerifiedTimestamp;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.verification.AttestationVerdict;
import org.stellaops.attestor.verification.MirrorLookup;
import org.stellaops.attestor.verification.Requirements;
import org.stellaops.attestor.verification.TrustedRootSource;
import org.stellaops.attestor.verification.Verification;

class VerifiedCopyTest {
  private static final TestSigner SIGNER = TestSigner.ecdsaP256();
  private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

  @TempDir private Path directory;

  private Path outbox;
  private AttestationFiles files;
  private AttestationVerdict verdict;

  @BeforeEach
  void verify() throws IOException {
    FakeLog log = SIGNER.log("copied.example/log").grow(5);
    outbox = directory.resolve("outbox");
    Path root = Files.write(directory.resolve("root.json"), TestSigner.trustedRoot(log));
    files = new AttestationFiles(directory.resolve("app.sigstore.json"));
    Files.write(files.bundle(), SIGNER.bundle(log, 1, 5));
    Files.write(files.artifactFile(), SIGNER.artifact(1));
    TrustedRootSource trust = TrustedRootSource.ofFile(root);
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    verdict =
        (AttestationVerdict)
            new Verification(
                    new SigstoreVerifier(trust.root(), VerificationPolicy.key(SIGNER.key()), clock),
                    MirrorLookup.NONE,
                    trust,
                    new Requirements(Optional.empty(), false),
                    clock)
                .verify(files.bundle(), files::artifact);
    assertThat(verdict.label()).isEqualTo("good");
  }

  @Test
  void hasTheBytesOfTheVerdict() throws IOException {
    VerifiedCopy copy = VerifiedCopy.of(files, verdict, outbox);

    assertThat(copy.resolve(files.artifactFile())).hasBinaryContent(SIGNER.artifact(1));
    assertThat(copy.resolve(files.bundle())).hasSameBinaryContentAs(files.bundle());
  }

  @Test
  void fileReplacedSinceTheCopyIsNotDeleted() throws IOException {
    VerifiedCopy copy = VerifiedCopy.of(files, verdict, outbox);
    Files.writeString(files.artifactFile(), "a later artifact with this name");

    files.moveCopiesTo(outbox.resolve("good"), copy);
    copy.deleteOriginals();

    assertThat(outbox.resolve("good/app")).hasBinaryContent(SIGNER.artifact(1));
    assertThat(files.artifactFile()).hasContent("a later artifact with this name");
    assertThat(files.bundle()).doesNotExist();
  }

  @Test
  void artifactReplacedAfterItsVerificationIsNotCopied() throws IOException {
    Files.write(files.artifactFile(), SIGNER.artifact(2));
    assertRejected();
  }

  @Test
  void bundleReplacedAfterItsVerificationIsNotCopied() throws IOException {
    Files.writeString(files.bundle(), "{}");
    assertRejected();
  }

  @Test
  void linkInPlaceOfTheArtifactIsNotFollowed() throws IOException {
    Path secret = Files.write(directory.resolve("secret"), SIGNER.artifact(1));
    Files.delete(files.artifactFile());
    Files.createSymbolicLink(files.artifactFile(), secret);

    assertThatThrownBy(() -> VerifiedCopy.of(files, verdict, outbox))
        .isInstanceOf(IOException.class);
    assertThat(outbox).isEmptyDirectory();
  }

  @Test
  void verifiedTimeAfterTheLocalTimeIsReported() {
    VerificationResult result = verdict.result();
    AttestationVerdict future =
        new AttestationVerdict(
            verdict.bundle(),
            verdict.bundleSha256(),
            verdict.artifact(),
            new VerificationResult(
                result.signature(),
                result.inclusion(),
                result.identity(),
                result.issuer(),
                result.predicateType(),
                List.of(new VerifiedTimestamp("rfc3161", NOW.plusSeconds(3600))),
                result.entries()),
            verdict.mirrorResults(),
            verdict.trustedRoot(),
            verdict.requirements(),
            verdict.decidedAt());

    assertThat(verdict.warnings()).isEmpty();
    assertThat(future.label()).isEqualTo("good");
    assertThat(future.toJson().print())
        .contains("2026-11-30T01:00:00Z is after the local time 2026-11-30T00:00:00Z");
  }

  private void assertRejected() {
    assertThatThrownBy(() -> VerifiedCopy.of(files, verdict, outbox))
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining("changed while it was being verified");
    assertThat(outbox).isEmptyDirectory();
  }
}

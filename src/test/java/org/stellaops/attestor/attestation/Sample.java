package org.stellaops.attestor.attestation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.trust.PublicKeyReader;
import org.stellaops.attestor.trust.TrustedRoot;

/**
 * A bundle of others, with all that is needed to decide about it. The folders are those of
 * sigstore-conformance (Apache-2.0); a name that ends in {@code _fail} must be refused.
 */
record Sample(
    String name, byte[] bundle, Artifact artifact, TrustedRoot root, SignerPolicy policy) {
  static final String IDENTITY =
      "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/"
          + "workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
  static final String ISSUER = "https://token.actions.githubusercontent.com";
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-26T00:00:00Z"), ZoneOffset.UTC);
  static final Path FOLDER = Path.of("src/test/resources/attestation");

  static List<String> names() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders
          .filter(Files::isDirectory)
          .map(each -> each.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  static Sample of(String name) {
    Path folder = FOLDER.resolve(name);
    Optional<byte[]> key = file(folder.resolve("key.pub"));
    return new Sample(
        name,
        file(folder.resolve("bundle.sigstore.json")).orElseThrow(),
        Artifact.ofBytes(
            file(folder.resolve("artifact")).or(() -> file(FOLDER.resolve("a.txt"))).orElseThrow()),
        TrustedRoot.parse(
            file(folder.resolve("trusted_root.json")).orElseGet(Sample::production), name),
        key.map(pem -> SignerPolicy.key(PublicKeyReader.readPlain(pem, name)))
            .orElseGet(
                () -> SignerPolicy.certificate(Match.exactly(IDENTITY), Match.exactly(ISSUER))));
  }

  boolean mustBeRefused() {
    return name.endsWith("_fail");
  }

  Verdict verdict() {
    return verdict(bundle);
  }

  Verdict verdict(byte[] other) {
    return new AttestationVerifier(root, policy, CLOCK).verify(other, artifact);
  }

  Verdict verdict(Artifact other) {
    return new AttestationVerifier(root, policy, CLOCK).verify(bundle, other);
  }

  Verdict verdict(TrustedRoot other) {
    return new AttestationVerifier(other, policy, CLOCK).verify(bundle, artifact);
  }

  Verdict verdict(SignerPolicy other) {
    return new AttestationVerifier(root, other, CLOCK).verify(bundle, artifact);
  }

  static byte[] production() {
    try (InputStream in = TrustedRoot.class.getResourceAsStream("sigstore-production.json")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<byte[]> file(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.stellaops.attestor.sigstore;

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
record ConformanceCase(
    String name, byte[] bundle, Artifact artifact, TrustedRoot root, VerificationPolicy policy) {
  static final String IDENTITY =
      "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/"
          + "workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
  static final String ISSUER = "https://token.actions.githubusercontent.com";
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-26T00:00:00Z"), ZoneOffset.UTC);
  static final Path DIRECTORY = Path.of("src/test/resources/attestation");

  static List<String> names() throws IOException {
    try (Stream<Path> directories = Files.list(DIRECTORY)) {
      return directories
          .filter(Files::isDirectory)
          .map(each -> each.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  static ConformanceCase of(String name) {
    Path directory = DIRECTORY.resolve(name);
    Optional<byte[]> key = readIfExists(directory.resolve("key.pub"));
    return new ConformanceCase(
        name,
        readIfExists(directory.resolve("bundle.sigstore.json")).orElseThrow(),
        Artifact.ofBytes(
            readIfExists(directory.resolve("artifact"))
                .or(() -> readIfExists(DIRECTORY.resolve("a.txt")))
                .orElseThrow()),
        TrustedRoot.parse(
            readIfExists(directory.resolve("trusted_root.json"))
                .orElseGet(ConformanceCase::productionRoot),
            name),
        key.map(pem -> VerificationPolicy.key(PublicKeyReader.readUnnamed(pem, name)))
            .orElseGet(() ->
                VerificationPolicy.certificate(
                    StringMatcher.exactly(IDENTITY), StringMatcher.exactly(ISSUER))));
  }

  boolean isExpectedToFail() {
    return name.endsWith("_fail");
  }

  VerificationResult verify() {
    return verify(bundle);
  }

  VerificationResult verify(byte[] other) {
    return new SigstoreVerifier(root, policy, CLOCK).verify(other, artifact);
  }

  VerificationResult verify(Artifact other) {
    return new SigstoreVerifier(root, policy, CLOCK).verify(bundle, other);
  }

  VerificationResult verify(TrustedRoot other) {
    return new SigstoreVerifier(other, policy, CLOCK).verify(bundle, artifact);
  }

  VerificationResult verify(VerificationPolicy other) {
    return new SigstoreVerifier(root, other, CLOCK).verify(bundle, artifact);
  }

  static byte[] productionRoot() {
    try (InputStream in = TrustedRoot.class.getResourceAsStream("sigstore-production.json")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<byte[]> readIfExists(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.stellaops.attestor.sigstore;

import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.trust.TrustedAuthority;
import org.stellaops.attestor.trust.TrustedLog;
import org.stellaops.attestor.trust.TrustedRoot;

/**
 * Verifies Sigstore bundles with one trusted root and one policy. Safe for many threads.
 *
 * @param root the trusted authorities and logs
 * @param policy the accepted signer
 * @param clock the current time, for bundles without a verified timestamp
 */
public record SigstoreVerifier(TrustedRoot root, VerificationPolicy policy, Clock clock) {
  /** The maximum size of a bundle, 16 MiB; a larger one is rejected. */
  public static final int MAX_BUNDLE_BYTES = SigstoreBundle.MAX_BYTES;

  private static final Logger LOG = LoggerFactory.getLogger("attestor.attestations");
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  /** Verifies a bundle. Does not throw for an invalid bundle; the result names the failed step. */
  public VerificationResult verify(byte[] bytes, Artifact artifact) {
    try {
      SigstoreBundle bundle = runGuarded(Step.BUNDLE, () -> SigstoreBundle.parse(bytes));
      return new VerificationRun(bundle, artifact).verify();
    } catch (VerificationException e) {
      CheckResult refused = CheckResult.refused(e);
      return new VerificationResult(refused, refused, "", "", "", List.of(), List.of());
    }
  }

  /**
   * Runs checks of foreign bytes. A failure that no check foresaw refuses the bundle at this step,
   * and is logged. Other errors, such as a missing class, are not the fault of a bundle.
   */
  private static <T> T runGuarded(Step step, Supplier<T> checks) {
    try {
      return checks.get();
    } catch (AttestorException e) {
      throw e; // a check that failed, or an artifact that cannot be read
    } catch (MalformedException e) {
      throw new VerificationException(step, e.getMessage(), e);
    } catch (RuntimeException | StackOverflowError e) {
      String problem = "unexpected " + e.getClass().getSimpleName();
      LOG.error("a bundle is refused at step {}: {}", step.label(), problem, e);
      throw new VerificationException(step, "the bundle cannot be processed: " + problem, e);
    }
  }

  /** The verification of one bundle. */
  private final class VerificationRun {
    private final SigstoreBundle bundle;
    private final Artifact artifact;
    private final List<VerifiedTimestamp> timestamps = new ArrayList<>();
    private final List<VerifiedEntry> entries = new ArrayList<>();
    private String identity = "";
    private String issuer = "";
    private String predicateType = "";

    VerificationRun(SigstoreBundle bundle, Artifact artifact) {
      this.bundle = bundle;
      this.artifact = artifact;
    }

    VerificationResult verify() {
      CheckResult signature = check(Step.SIGNATURE, this::verifySignature);
      CheckResult inclusion = check(Step.ENTRY, this::verifyEntries);
      if (inclusion.isRefused()) {
        entries.clear();
      } else if (entries.stream().anyMatch(each -> each.inclusion().isEmpty())) {
        inclusion = CheckResult.promised();
      }
      return new VerificationResult(
          signature, inclusion, identity, issuer, predicateType, timestamps, entries);
    }

    private CheckResult check(Step step, Runnable check) {
      try {
        return runGuarded(
            step,
            () -> {
              check.run();
              return CheckResult.good();
            });
      } catch (VerificationException e) {
        return CheckResult.refused(e);
      }
    }

    private void verifySignature() {
      verifyTimestamps();
      PublicKey key = signingKey();
      SignatureScheme scheme = signatureScheme(key);
      SignatureContent.DsseEnvelope envelope = bundle.content().envelope();
      if (envelope == null) {
        requireDigest(scheme);
        requireValidSignature(scheme, artifact);
        return;
      }
      Statement statement = Statement.parse(envelope);
      requireValidSignature(scheme, SignedBytes.of(envelope.preAuthEncoding()));
      statement.requireSubject(artifact);
      predicateType = statement.predicateType();
    }

    private void verifyTimestamps() {
      byte[] signature = bundle.content().signature();
      for (byte[] response : bundle.timestamps()) {
        Instant time = Rfc3161Timestamp.verify(response, signature, root.timestampAuthorities());
        timestamps.add(new VerifiedTimestamp("rfc3161", time));
      }
      for (TransparencyLogEntry entry : bundle.entries()) {
        if (entry.inclusionPromise().isPresent()) {
          Instant time =
              InclusionPromise.verify(entry, entry.inclusionPromise().get(), trustedLog(entry));
          timestamps.add(new VerifiedTimestamp("log", time));
        }
      }
    }

    private PublicKey signingKey() {
      PublicKey key = policy.key();
      X509Certificate certificate = bundle.certificate();
      if (key != null) {
        Step.IDENTITY.require(
            certificate == null,
            "the bundle is signed with a certificate: pass an identity and an issuer instead of a"
                + " key");
        return key;
      }
      if (certificate == null) {
        throw new VerificationException(
            Step.IDENTITY,
            "the bundle is signed with a public key: pass the key instead of an identity");
      }
      verifyCertificate(certificate);
      return certificate.getPublicKey();
    }

    private void verifyCertificate(X509Certificate certificate) {
      Step.TIMESTAMP.require(
          !timestamps.isEmpty(), "no verified timestamp: neither RFC 3161 nor inclusion promise");
      CertificateChain chain = verifiedChain(certificate);
      new SctVerifier(certificate, chain.issuer(), root.ctlogs()).verify();
      FulcioCertificate signer = FulcioCertificate.of(certificate);
      identity = signer.identity();
      issuer = signer.issuer();
      StringMatcher expectedIdentity = policy.identity();
      StringMatcher expectedIssuer = policy.issuer();
      if (expectedIdentity != null && expectedIssuer != null) {
        signer.requireMatch(expectedIdentity, expectedIssuer);
      }
    }

    private CertificateChain verifiedChain(X509Certificate certificate) {
      VerificationException lastFailure =
          new VerificationException(
              Step.CERTIFICATE, "the trusted root has no certificate authority");
      for (TrustedAuthority authority : root.certificateAuthorities()) {
        try {
          CertificateChain chain = CertificateChain.of(certificate, authority);
          timestamps.forEach(
              each -> chain.requireValidAt(each.time(), CODE_SIGNING, Step.CERTIFICATE));
          Step.CERTIFICATE.require(
              authority.chain().containsAll(bundle.additionalCertificates()),
              "the bundle has a certificate that is not in the chain");
          return chain;
        } catch (VerificationException e) {
          lastFailure = e;
        }
      }
      throw lastFailure;
    }

    private SignatureScheme signatureScheme(PublicKey key) {
      Optional<HashAlgorithm> declaredHash = bundle.content().digestAlgorithm();
      TransparencyLogEntry first = bundle.entries().get(0);
      if (declaredHash.isEmpty() && first.kind().equals("hashedrekord")) {
        declaredHash = Optional.of(CanonicalizedBody.parse(first).hash());
      }
      return SignatureScheme.of(key, declaredHash);
    }

    private void requireDigest(SignatureScheme scheme) {
      byte[] digest = bundle.content().digest();
      Step.ARTIFACT.require(
          digest.length == 0 || Arrays.equals(digest, artifact.digest(scheme.hash())),
          "the digest in the bundle does not match the artifact " + artifact);
    }

    private void requireValidSignature(SignatureScheme scheme, SignedBytes message) {
      Step.SIGNATURE.require(
          scheme.verifies(message, bundle.content().signature()),
          "the signature does not verify over this artifact");
    }

    private void verifyEntries() {
      for (TransparencyLogEntry entry : bundle.entries()) {
        TrustedLog log = trustedLog(entry);
        for (Instant time : validationTimes()) {
          Step.LOG.require(
              log.validity().includes(time), "the log " + log.name() + " is not valid at " + time);
        }
        requireMatchingBody(CanonicalizedBody.parse(entry));
        entries.add(new InclusionVerifier(entry, log).verify());
      }
    }

    /** Without a verified timestamp the signature may be from any time until now. */
    private List<Instant> validationTimes() {
      return timestamps.isEmpty()
          ? List.of(clock.instant())
          : timestamps.stream().map(VerifiedTimestamp::time).toList();
    }

    private TrustedLog trustedLog(TransparencyLogEntry entry) {
      return root.tlogs().stream()
          .filter(each -> each.hasId(entry.logId()))
          .findFirst()
          .orElseThrow(() ->
              new VerificationException(
                  Step.LOG, "the trusted root does not have the log of the entry"));
    }

    private void requireMatchingBody(CanonicalizedBody body) {
      SignatureContent content = bundle.content();
      SignatureContent.DsseEnvelope envelope = content.envelope();
      requireEntry(
          Arrays.equals(body.signature(), content.signature()),
          "does not have the signature of the bundle");
      X509Certificate certificate = bundle.certificate();
      PublicKey key = policy.key();
      requireEntry(
          body.hasCertificate() == (certificate != null)
              && Arrays.equals(
                  body.verifier(),
                  certificate == null && key != null ? key.getEncoded() : derEncoded(certificate)),
          "does not have the verifier of the bundle");
      requireEntry(
          !body.isPayloadDigest() || envelope != null,
          "is for an envelope, but the bundle has none");
      if (envelope == null) {
        requireEntry(body.hasDigest(artifact.digest(body.hash())), "is for a different artifact");
      } else {
        byte[] hashed = body.isPayloadDigest() ? envelope.payload() : envelope.preAuthEncoding();
        requireEntry(body.hasDigest(body.hash().digest(hashed)), "is for a different statement");
        requireEntry(
            body.payloadType().isEmpty() || body.payloadType().equals(envelope.payloadType()),
            "has a different payload type from the envelope");
      }
      requireKeyDetails(body, certificate == null ? key : certificate.getPublicKey());
    }

    private void requireKeyDetails(CanonicalizedBody body, @Nullable PublicKey key) {
      if (body.keyDetails().isEmpty() || key == null) {
        return;
      }
      Optional<HashAlgorithm> declaredHash =
          body.isPayloadDigest() ? bundle.content().digestAlgorithm() : Optional.of(body.hash());
      requireEntry(
          SignatureScheme.of(key, declaredHash).keyDetails().equals(body.keyDetails()),
          "has a different signature scheme from the signer's key");
    }

    private byte[] derEncoded(@Nullable X509Certificate certificate) {
      try {
        return certificate == null ? new byte[0] : certificate.getEncoded();
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException("cannot encode a parsed certificate", e);
      }
    }

    private static void requireEntry(boolean condition, String mismatch) {
      Step.ENTRY.require(condition, "the entry in the log " + mismatch);
    }
  }
}

package org.stellaops.attestor.attestation;

import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.trust.TrustedAuthority;
import org.stellaops.attestor.trust.TrustedLog;
import org.stellaops.attestor.trust.TrustedRoot;

/** Decides about bundles by one trusted root and one policy. Safe for many threads. */
public final class AttestationVerifier {
  /** The largest bundle that is decided about, 16 MiB; a larger one is refused. */
  public static final int MAX_BUNDLE_BYTES = Bundle.MAX_BYTES;

  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  private final TrustedRoot root;
  private final SignerPolicy policy;
  private final Clock clock;

  /** Trusts this root, and takes attestations of this signer. */
  public AttestationVerifier(TrustedRoot root, SignerPolicy policy, Clock clock) {
    this.root = root;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Never throws on account of what is in the bundle: everything that can be wrong is a verdict.
   */
  public Verdict verify(byte[] bytes, Artifact artifact) {
    try {
      return new Decision(Bundle.parse(bytes), artifact).decide();
    } catch (RefusedException e) {
      Finding refused = Finding.refused(e);
      return new Verdict(refused, refused, "", "", "", List.of(), List.of());
    }
  }

  /** One bundle on its way to a verdict. */
  private final class Decision {
    private final Bundle bundle;
    private final Artifact artifact;
    private final List<ProvedTime> times = new ArrayList<>();
    private final List<Included> entries = new ArrayList<>();
    private String identity = "";
    private String issuer = "";
    private String predicateType = "";

    Decision(Bundle bundle, Artifact artifact) {
      this.bundle = bundle;
      this.artifact = artifact;
    }

    Verdict decide() {
      Finding signature = attempt(this::requireSignature);
      Finding included = attempt(this::requireEntries);
      if (included.isRefused()) {
        entries.clear();
      } else if (entries.stream().anyMatch(each -> each.place().isEmpty())) {
        included = Finding.promised();
      }
      return new Verdict(signature, included, identity, issuer, predicateType, times, entries);
    }

    private Finding attempt(Runnable check) {
      try {
        check.run();
        return Finding.good();
      } catch (RefusedException e) {
        return Finding.refused(e);
      }
    }

    private void requireSignature() {
      proveTimes();
      PublicKey key = signerKey();
      SignatureScheme scheme = scheme(key);
      Content.Envelope envelope = bundle.content().envelope();
      if (envelope == null) {
        requireDigest(scheme);
        requireSigned(scheme, artifact);
        return;
      }
      Statement statement = Statement.parse(envelope);
      requireSigned(scheme, Message.of(envelope.encoding()));
      statement.requireAbout(artifact);
      predicateType = statement.predicateType();
    }

    private void proveTimes() {
      byte[] signature = bundle.content().signature();
      for (byte[] response : bundle.timestamps()) {
        Instant time = TimestampToken.require(response, signature, root.timestampAuthorities());
        times.add(new ProvedTime("rfc3161", time));
      }
      for (TlogEntry entry : bundle.entries()) {
        if (entry.promise().isPresent()) {
          Instant time = LogPromise.require(entry, entry.promise().get(), log(entry));
          times.add(new ProvedTime("log", time));
        }
      }
    }

    private PublicKey signerKey() {
      PublicKey key = policy.key();
      X509Certificate certificate = bundle.certificate();
      if (key != null) {
        RefusedException.unless(
            certificate == null,
            Step.IDENTITY,
            "a certificate has signed; give an identity and an issuer, and no key");
        return key;
      }
      if (certificate == null) {
        throw new RefusedException(Step.IDENTITY, "a key has signed; give it, and no identity");
      }
      requireCertificate(certificate);
      return certificate.getPublicKey();
    }

    private void requireCertificate(X509Certificate certificate) {
      RefusedException.unless(
          !times.isEmpty(),
          Step.TIMESTAMP,
          "nothing proves when it was signed: no timestamp, and no promise of a log");
      CertificatePath path = path(certificate);
      new CertificateTimestamps(certificate, path.issuer(), root.ctlogs()).require();
      Signer signer = Signer.of(certificate);
      identity = signer.identity();
      issuer = signer.issuer();
      Match wantedIdentity = policy.identity();
      Match wantedIssuer = policy.issuer();
      if (wantedIdentity != null && wantedIssuer != null) {
        signer.require(wantedIdentity, wantedIssuer);
      }
    }

    private CertificatePath path(X509Certificate certificate) {
      RefusedException refusal =
          new RefusedException(Step.CERTIFICATE, "the trusted root names no authority for signers");
      for (TrustedAuthority authority : root.certificateAuthorities()) {
        try {
          CertificatePath path = CertificatePath.of(certificate, authority);
          times.forEach(each -> path.require(each.time(), CODE_SIGNING, Step.CERTIFICATE));
          RefusedException.unless(
              authority.chain().containsAll(bundle.issuers()),
              Step.CERTIFICATE,
              "the bundle carries a certificate that is not of the chain");
          return path;
        } catch (RefusedException e) {
          refusal = e;
        }
      }
      throw refusal;
    }

    private SignatureScheme scheme(PublicKey key) {
      Optional<HashAlgorithm> declared = bundle.content().declared();
      TlogEntry first = bundle.entries().get(0);
      if (declared.isEmpty() && first.kind().equals("hashedrekord")) {
        declared = Optional.of(EntryBody.parse(first).hash());
      }
      return SignatureScheme.of(key, declared);
    }

    private void requireDigest(SignatureScheme scheme) {
      byte[] digest = bundle.content().digest();
      RefusedException.unless(
          digest.length == 0 || Arrays.equals(digest, artifact.digest(scheme.hash())),
          Step.ARTIFACT,
          "the bundle is about another artifact than " + artifact);
    }

    private void requireSigned(SignatureScheme scheme, Message message) {
      RefusedException.unless(
          scheme.verifies(message, bundle.content().signature()),
          Step.SIGNATURE,
          "the signature is not the signer's over this artifact");
    }

    private void requireEntries() {
      for (TlogEntry entry : bundle.entries()) {
        TrustedLog log = log(entry);
        for (Instant time : momentsOfTrust()) {
          RefusedException.unless(
              log.validity().includes(time),
              Step.LOG,
              "the log " + log.name() + " is not to be trusted at " + time);
        }
        requireBody(EntryBody.parse(entry));
        entries.add(new InclusionCheck(entry, log).require());
      }
    }

    /** Without a proved time, a key can have been stolen at any time until now. */
    private List<Instant> momentsOfTrust() {
      return times.isEmpty()
          ? List.of(clock.instant())
          : times.stream().map(ProvedTime::time).toList();
    }

    private TrustedLog log(TlogEntry entry) {
      return root.tlogs().stream()
          .filter(each -> each.isCalled(entry.logId()))
          .findFirst()
          .orElseThrow(() ->
              new RefusedException(
                  Step.LOG, "the trusted root does not name the log of the entry"));
    }

    private void requireBody(EntryBody body) {
      Content content = bundle.content();
      Content.Envelope envelope = content.envelope();
      unless(Arrays.equals(body.signature(), content.signature()), "has another signature");
      X509Certificate certificate = bundle.certificate();
      PublicKey key = policy.key();
      unless(
          body.isCertificate() == (certificate != null)
              && Arrays.equals(
                  body.verifier(),
                  certificate == null && key != null ? key.getEncoded() : encoded(certificate)),
          "is by another signer");
      unless(!body.ofPayload() || envelope != null, "is of an envelope, and the bundle has none");
      if (envelope == null) {
        unless(body.hasDigest(artifact.digest(body.hash())), "is of another artifact");
      } else {
        byte[] hashed = body.ofPayload() ? envelope.payload() : envelope.encoding();
        unless(body.hasDigest(body.hash().of(hashed)), "is of another statement");
        unless(
            body.payloadType().isEmpty() || body.payloadType().equals(envelope.payloadType()),
            "is of a payload of another type");
      }
      requireDetails(body, certificate == null ? key : certificate.getPublicKey());
    }

    private void requireDetails(EntryBody body, @org.jspecify.annotations.Nullable PublicKey key) {
      if (body.keyDetails().isEmpty() || key == null) {
        return;
      }
      Optional<HashAlgorithm> declared =
          body.ofPayload() ? bundle.content().declared() : Optional.of(body.hash());
      unless(
          SignatureScheme.of(key, declared).details().equals(body.keyDetails()),
          "names another way to sign than the signer's");
    }

    private byte[] encoded(@org.jspecify.annotations.Nullable X509Certificate certificate) {
      try {
        return certificate == null ? new byte[0] : certificate.getEncoded();
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException("a certificate that was read and cannot be written", e);
      }
    }

    private static void unless(boolean condition, String what) {
      RefusedException.unless(condition, Step.ENTRY, "the entry in the log " + what);
    }
  }
}

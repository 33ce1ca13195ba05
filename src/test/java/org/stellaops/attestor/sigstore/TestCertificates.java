package org.stellaops.attestor.sigstore;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.stellaops.attestor.trust.TrustedAuthority;
import org.stellaops.attestor.trust.ValidityPeriod;

/** Issues certificates with any extensions, good or not. */
final class TestCertificates {
  static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  static final Instant END = Instant.parse("2026-01-01T00:00:00Z");

  private TestCertificates() {}

  /** A certificate with its private key. */
  record Issued(X509Certificate certificate, KeyPair keyPair) {}

  /** What a certificate says. */
  static final class Request {
    private final KeyPair keyPair;
    private final String name;
    private final X509v3CertificateBuilder builder;
    private final Optional<Issued> issuer;

    private Request(
        String name, Optional<Issued> issuer, Instant start, Instant end, KeyPair keyPair) {
      this.keyPair = keyPair;
      this.name = name;
      this.issuer = issuer;
      this.builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(
                  "CN="
                      + issuer
                          .map(each ->
                              each.certificate().getSubjectX500Principal().getName().substring(3))
                          .orElse(name)),
              BigInteger.valueOf(name.hashCode() & 0xffff),
              Date.from(start),
              Date.from(end),
              new X500Name("CN=" + name),
              keyPair.getPublic());
    }

    Request extension(String oid, boolean critical, ASN1Encodable value) {
      try {
        builder.addExtension(new ASN1ObjectIdentifier(oid), critical, value);
        return this;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    Request raw(String oid, byte[] value) {
      try {
        builder.addExtension(new ASN1ObjectIdentifier(oid), false, value);
        return this;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    Request authority(int pathLength) {
      return extension(Extension.basicConstraints.getId(), true, new BasicConstraints(pathLength))
          .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    Request usage(int usage) {
      return extension(Extension.keyUsage.getId(), true, new KeyUsage(usage));
    }

    Request extendedUsage(KeyPurposeId... usages) {
      return extension(Extension.extendedKeyUsage.getId(), true, new ExtendedKeyUsage(usages));
    }

    Issued issue() {
      KeyPair signer = issuer.map(Issued::keyPair).orElse(keyPair);
      try {
        byte[] der =
            builder
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                .getEncoded();
        return new Issued(TrustedAuthority.certificate(der), keyPair);
      } catch (Exception e) {
        throw new IllegalStateException("no certificate of " + name, e);
      }
    }
  }

  static Request selfSigned(String name) {
    return new Request(name, Optional.empty(), START, END, newKeyPair());
  }

  static Request issuedBy(Issued issuer, String name) {
    return issuedBy(issuer, name, newKeyPair());
  }

  static Request issuedBy(Issued issuer, String name, Instant start, Instant end) {
    return new Request(name, Optional.of(issuer), start, end, newKeyPair());
  }

  static Request issuedBy(Issued issuer, String name, KeyPair keyPair) {
    return new Request(name, Optional.of(issuer), START, END, keyPair);
  }

  static TrustedAuthority authority(Issued... chain) {
    return new TrustedAuthority(
        "https://ca.example",
        List.of(chain).stream().map(Issued::certificate).toList(),
        new ValidityPeriod(START, Optional.of(END)));
  }

  static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

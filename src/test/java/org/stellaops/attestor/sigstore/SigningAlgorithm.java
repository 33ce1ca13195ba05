package org.stellaops.attestor.sigstore;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The ways in which a {@link TestSigner} signs, each by the name that Sigstore's registry has. */
public enum SigningAlgorithm {
  P256("EC", "secp256r1", "SHA-256", "SHA256withECDSA", "PKIX_ECDSA_P256_SHA_256"),
  P384("EC", "secp384r1", "SHA-384", "SHA384withECDSA", "PKIX_ECDSA_P384_SHA_384"),
  P521("EC", "secp521r1", "SHA-512", "SHA512withECDSA", "PKIX_ECDSA_P521_SHA_512"),
  RSA_2048("RSA", "2048", "SHA-256", "SHA256withRSA", "PKIX_RSA_PKCS1V15_2048_SHA256"),
  ED25519("Ed25519", "", "SHA-256", "Ed25519", "PKIX_ED25519"),
  ED25519_PH("Ed25519", "", "SHA-512", "", "PKIX_ED25519_PH");

  private final String keyAlgorithm;
  private final String parameter;
  final String hash;
  private final String algorithm;
  final String keyDetails;

  SigningAlgorithm(
      String keyAlgorithm, String parameter, String hash, String algorithm, String keyDetails) {
    this.keyAlgorithm = keyAlgorithm;
    this.parameter = parameter;
    this.hash = hash;
    this.algorithm = algorithm;
    this.keyDetails = keyDetails;
  }

  KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(keyAlgorithm);
      switch (keyAlgorithm) {
        case "EC" -> generator.initialize(new ECGenParameterSpec(parameter));
        case "RSA" -> generator.initialize(Integer.parseInt(parameter));
        default -> {}
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] sign(KeyPair keyPair, byte[] message) {
    try {
      if (this == ED25519_PH) {
        return prehashed(keyPair.getPrivate(), MessageDigest.getInstance(hash).digest(message));
      }
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(keyPair.getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] prehashed(PrivateKey key, byte[] digest) {
    byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.signPrehash(seed, 0, new byte[0], digest, 0, signature, 0);
    return signature;
  }

  String sigstoreHash() {
    return sigstoreName(hash);
  }

  static String sigstoreName(String hash) {
    return hash.replace("SHA-", "SHA2_");
  }
}

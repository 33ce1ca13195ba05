package org.stellaops.attestor.sigstore;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A signature scheme of Sigstore's algorithm registry.
 *
 * @param key the signer's public key
 * @param hash the hash algorithm for the message
 * @param keyDetails the name in Sigstore's {@code PublicKeyDetails}, as {@code
 *     PKIX_ECDSA_P256_SHA_256}
 */
record SignatureScheme(PublicKey key, HashAlgorithm hash, String keyDetails) {
  private static final String ED25519 = "PKIX_ED25519";
  private static final String ED25519PH = "PKIX_ED25519_PH";
  private static final int ED25519_BYTES = 32;

  /**
   * The scheme for a key.
   *
   * @param declaredHash the hash algorithm in the bundle or entry; if empty, the default of the key
   * @throws VerificationException if there is no scheme with this key and hash
   */
  static SignatureScheme of(PublicKey key, Optional<HashAlgorithm> declaredHash) {
    if (key instanceof ECPublicKey ec) {
      return ecdsa(ec, declaredHash);
    }
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      boolean isSupported = bits == 2048 || bits == 3072 || bits == 4096;
      HashAlgorithm hash = declaredHash.orElse(HashAlgorithm.SHA256);
      Step.SIGNATURE.require(
          isSupported && hash == HashAlgorithm.SHA256,
          "unsupported signature scheme: RSA with " + bits + " bits and " + hash.inTotoName());
      return new SignatureScheme(key, hash, "PKIX_RSA_PKCS1V15_" + bits + "_SHA256");
    }
    if (key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519")) {
      boolean prehashed = declaredHash.equals(Optional.of(HashAlgorithm.SHA512));
      return new SignatureScheme(
          key, declaredHash.orElse(HashAlgorithm.SHA256), prehashed ? ED25519PH : ED25519);
    }
    throw new VerificationException(
        Step.SIGNATURE, "unsupported signature scheme: " + key.getAlgorithm());
  }

  private static SignatureScheme ecdsa(ECPublicKey key, Optional<HashAlgorithm> declaredHash) {
    int bits = key.getParams().getCurve().getField().getFieldSize();
    HashAlgorithm defaultHash =
        switch (bits) {
          case 256 -> HashAlgorithm.SHA256;
          case 384 -> HashAlgorithm.SHA384;
          case 521 -> HashAlgorithm.SHA512;
          default ->
              throw new VerificationException(
                  Step.SIGNATURE, "unsupported signature scheme: ECDSA with " + bits + " bits");
        };
    HashAlgorithm hash = declaredHash.orElse(defaultHash);
    // older clients use SHA-256 with every curve
    Step.SIGNATURE.require(
        hash == defaultHash || hash == HashAlgorithm.SHA256,
        "unsupported signature scheme: P-" + bits + " with " + hash.inTotoName());
    return new SignatureScheme(
        key, hash, "PKIX_ECDSA_P" + bits + "_SHA_" + hash.inTotoName().substring(3));
  }

  /** Whether the signature over the message verifies with this key. */
  boolean verifies(SignedBytes message, byte[] signature) {
    try {
      return switch (keyDetails) {
        case ED25519 ->
            // the platform ignores trailing bytes
            signature.length == Ed25519.SIGNATURE_SIZE
                && verify("Ed25519", message.bytes(), signature);
        case ED25519PH -> ed25519ph(message.digest(hash), signature);
        default ->
            key instanceof RSAPublicKey
                ? verify("NONEwithRSA", digestInfo(message.digest(hash)), signature)
                : verify("NONEwithECDSA", message.digest(hash), signature);
      };
    } catch (GeneralSecurityException | IOException e) {
      // not a signature at all, such as a truncated DER sequence
      return false;
    }
  }

  private boolean verify(String algorithm, byte[] input, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(key);
    verifier.update(input);
    return verifier.verify(signature);
  }

  private boolean ed25519ph(byte[] digest, byte[] signature) {
    byte[] spki = key.getEncoded();
    byte[] raw = Arrays.copyOfRange(spki, spki.length - ED25519_BYTES, spki.length);
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verifyPrehash(signature, 0, raw, 0, new byte[0], digest, 0);
  }

  private byte[] digestInfo(byte[] digest) throws IOException {
    ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier(hash.oid());
    return new DigestInfo(new AlgorithmIdentifier(oid, DERNull.INSTANCE), digest).getEncoded("DER");
  }
}

package org.stellaops.attestor.note;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The supported algorithms of note signatures, with their encodings of keys and key IDs, see <a
 * href="https://c2sp.org/signed-note">c2sp.org/signed-note</a>.
 */
public enum KeyAlgorithm {
  /** Pure Ed25519, type 0x01: the 32 raw bytes. */
  ED25519(0x01, "", "EdDSA", "Ed25519"),
  /** ECDSA over SHA-256 with ASN.1 signatures, type 0x02: the SubjectPublicKeyInfo. */
  ECDSA(0x02, "", "EC", "SHA256withECDSA"),
  /** RSASSA-PKCS1-v1_5 over SHA-256, in the form that Sigstore gives to private types, 0xff. */
  RSA(0xff, "PKIX-RSA-PKCS#1v1.5", "RSA", "SHA256withRSA");

  private static final byte[] ED25519_SPKI_HEAD =
      HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int ED25519_BYTES = 32;

  private final String head;
  private final String keyFactory;
  private final String signature;

  KeyAlgorithm(int type, String label, String keyFactory, String signature) {
    this.head = (char) type + label;
    this.keyFactory = keyFactory;
    this.signature = signature;
  }

  /** A new {@code java.security.Signature} of this algorithm. */
  Signature newSignature() {
    try {
      return Signature.getInstance(signature);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks " + signature, e);
    }
  }

  /** The algorithm for a key. Other types of keys are rejected. */
  static KeyAlgorithm of(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "EdDSA", "Ed25519" -> ED25519;
      case "EC", "ECDSA" -> ECDSA;
      case "RSA" -> RSA;
      default ->
          throw new MalformedNoteException(
              "unsupported key algorithm of a note: " + key.getAlgorithm());
    };
  }

  /** The key ID of a key with this name. For ECDSA it does not depend on the name. */
  KeyId keyId(String name, PublicKey key) {
    return this == ECDSA ? KeyId.hashOf(key.getEncoded()) : KeyId.named(name, typed(key));
  }

  private byte[] head() {
    return head.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The type byte, the label if any, and the key: the bytes that a vkey has in base64. */
  byte[] typed(PublicKey key) {
    byte[] spki = key.getEncoded();
    byte[] body =
        this == ED25519 ? Arrays.copyOfRange(spki, spki.length - ED25519_BYTES, spki.length) : spki;
    byte[] start = head();
    byte[] typed = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, typed, start.length, body.length);
    return typed;
  }

  /** The inverse of {@link #typed(PublicKey)} over all algorithms. */
  static PublicKey parseTyped(byte[] typed) {
    for (KeyAlgorithm algorithm : values()) {
      byte[] head = algorithm.head();
      if (startsWith(typed, head)) {
        return algorithm.publicKey(Arrays.copyOfRange(typed, head.length, typed.length));
      }
    }
    throw new MalformedNoteException("unknown key type");
  }

  private PublicKey publicKey(byte[] body) {
    byte[] spki = body;
    if (this == ED25519) {
      if (body.length != ED25519_BYTES) {
        throw new MalformedNoteException("an Ed25519 key must have 32 bytes, not " + body.length);
      }
      spki = Arrays.copyOf(ED25519_SPKI_HEAD, ED25519_SPKI_HEAD.length + ED25519_BYTES);
      System.arraycopy(body, 0, spki, ED25519_SPKI_HEAD.length, ED25519_BYTES);
    }
    return fromSpki(spki);
  }

  /** Parses a SubjectPublicKeyInfo. */
  PublicKey fromSpki(byte[] spki) {
    // Ed448 keys have the algorithm EdDSA too
    if (this == ED25519 && !startsWith(spki, ED25519_SPKI_HEAD)) {
      throw invalidKey();
    }
    try {
      return KeyFactory.getInstance(keyFactory).generatePublic(new X509EncodedKeySpec(spki));
    } catch (InvalidKeySpecException e) {
      throw invalidKey();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks " + keyFactory, e);
    }
  }

  /** The exception for bytes that are not a key of this algorithm. */
  MalformedNoteException invalidKey() {
    return new MalformedNoteException("not a public key for " + this);
  }

  private static boolean startsWith(byte[] bytes, byte[] head) {
    return bytes.length >= head.length && Arrays.equals(head, Arrays.copyOf(bytes, head.length));
  }
}

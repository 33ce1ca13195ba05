package org.stellaops.attestor.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.VerifierKey;

/**
 * An Ed25519 private key that signs bundles and receipts. Its text form is that of Go's {@code
 * sumdb/note} package: {@code PRIVATE+KEY+name+hash+base64}.
 */
public final class SigningKey {
  private static final String PREFIX = "PRIVATE+KEY+";
  private static final byte ED25519 = 1;
  private static final int SEED_BYTES = 32;

  private SigningKey() {}

  /** Generates a key with this name; returns its text form without a line feed. */
  public static String generate(String name, SecureRandom random) {
    byte[] typed = new byte[1 + SEED_BYTES];
    random.nextBytes(typed);
    typed[0] = ED25519;
    String hash = vkey(name, typed).keyId().toString();
    return PREFIX + name + "+" + hash + "+" + Base64.getEncoder().encodeToString(typed);
  }

  /**
   * Parses the text form of a key.
   *
   * @throws IllegalArgumentException if the text is not a signing key
   */
  public static NoteSigner parse(String text) {
    String[] parts = text.strip().split("\\+", 5);
    if (!text.startsWith(PREFIX) || parts.length != 5) {
      throw new IllegalArgumentException(
          "a signing key must have the form PRIVATE+KEY+name+hash+base64");
    }
    byte[] typed = Base64.getDecoder().decode(parts[4]);
    if (typed.length != 1 + SEED_BYTES || typed[0] != ED25519) {
      throw new IllegalArgumentException("it is not an Ed25519 key");
    }
    VerifierKey key = vkey(parts[2], typed);
    if (!key.keyId().toString().equals(parts[3])) {
      throw new IllegalArgumentException("the key hash does not match the name and key");
    }
    return new NoteSigner(key, privateKey(Arrays.copyOfRange(typed, 1, typed.length)));
  }

  /**
   * Reads a key from a file.
   *
   * @throws AttestorException with {@code configuration} if the file does not contain a signing key
   */
  public static NoteSigner read(Path file) {
    try {
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException | IllegalArgumentException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "cannot read the signing key in " + file + ": " + reason(e),
          "create one with: stella attestor export keygen --name NAME --output FILE",
          e);
    }
  }

  /** The reason without any content of the file. */
  private static String reason(Exception e) {
    return e instanceof IOException ? e.toString() : "it was not written by export keygen";
  }

  private static VerifierKey vkey(String name, byte[] typed) {
    byte[] seed = Arrays.copyOfRange(typed, 1, typed.length);
    byte[] point = new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
    return VerifierKey.ed25519(name, point);
  }

  private static PrivateKey privateKey(byte[] seed) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }
}

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
 * An Ed25519 key of our own, with which bundles and receipts are signed. Its text is the one that
 * the note tools of Go write, and names the key: {@code PRIVATE+KEY+name+hash+base64}.
 */
public final class SigningKey {
  private static final String PREFIX = "PRIVATE+KEY+";
  private static final byte ED25519 = 1;
  private static final int SEED_BYTES = 32;

  private SigningKey() {}

  /** The text of a new key of this name, without a line feed. */
  public static String generate(String name, SecureRandom random) {
    byte[] typed = new byte[1 + SEED_BYTES];
    random.nextBytes(typed);
    typed[0] = ED25519;
    String hash = vkey(name, typed).keyId().toString();
    return PREFIX + name + "+" + hash + "+" + Base64.getEncoder().encodeToString(typed);
  }

  /**
   * Reads the text of a key.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static NoteSigner parse(String text) {
    String[] parts = text.strip().split("\\+", 5);
    if (!text.startsWith(PREFIX) || parts.length != 5) {
      throw new IllegalArgumentException("a signing key is PRIVATE+KEY+name+hash+base64");
    }
    byte[] typed = Base64.getDecoder().decode(parts[4]);
    if (typed.length != 1 + SEED_BYTES || typed[0] != ED25519) {
      throw new IllegalArgumentException("it is no Ed25519 key");
    }
    VerifierKey key = vkey(parts[2], typed);
    if (!key.keyId().toString().equals(parts[3])) {
      throw new IllegalArgumentException("its hash is not the one of its name and key");
    }
    return new NoteSigner(key, privateKey(Arrays.copyOfRange(typed, 1, typed.length)));
  }

  /**
   * Reads a file.
   *
   * @throws AttestorException with {@code configuration} if there is no such key in it
   */
  public static NoteSigner read(Path file) {
    try {
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException | IllegalArgumentException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "cannot read the signing key in " + file + ": " + reason(e),
          "make one with: stella attestor export keygen --name NAME --output FILE",
          e);
    }
  }

  /** Never with what was in the file. */
  private static String reason(Exception e) {
    return e instanceof IOException ? e.toString() : "it is not one that export keygen has written";
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

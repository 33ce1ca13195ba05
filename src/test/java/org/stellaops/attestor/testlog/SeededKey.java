package org.stellaops.attestor.testlog;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import org.stellaops.attestor.note.NoteSigner;

/**
 * Ed25519 keys that anybody can compute from a name. They are the same on every run and every
 * machine, so that tests can pin signatures; and for the same reason they protect nothing.
 */
final class SeededKey {
  private SeededKey() {}

  /** The signer of this name with the key that its log has after so many rotations. */
  static NoteSigner signer(String name, int rotations) {
    try {
      byte[] input = ("fake log key " + rotations + "\n" + name).getBytes(StandardCharsets.UTF_8);
      byte[] seed = MessageDigest.getInstance("SHA-256").digest(input);
      return NoteSigner.of(name, keyPair(seed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has SHA-256 and Ed25519", e);
    }
  }

  /** RFC 8032 keys: the private one is 32 random bytes, which are not random here. */
  private static KeyPair keyPair(byte[] seed) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(seed));
    KeyPair pair = generator.generateKeyPair();
    // a provider that takes its randomness elsewhere would make another key on every run
    if (!(pair.getPrivate() instanceof EdECPrivateKey key)
        || !Arrays.equals(key.getBytes().orElseThrow(), seed)) {
      throw new IllegalStateException("this Java platform makes Ed25519 keys in another way");
    }
    return pair;
  }

  /** Randomness that is always the same. */
  private static final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    FixedRandom(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}

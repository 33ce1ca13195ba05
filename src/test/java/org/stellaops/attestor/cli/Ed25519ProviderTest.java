package org.stellaops.attestor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The provider must decide as that of the JDK, and must not keep others from signing. */
class Ed25519ProviderTest {
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private final KeyPair keys = newKeys("Ed25519");
  private final byte[] message = "log.example/log\n7\n".getBytes();
  private final byte[] signature = sign();

  @BeforeAll
  static void install() {
    Ed25519Provider.install();
    Ed25519Provider.install();
  }

  @Test
  void isTheOneThatVerifies() throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(keys.getPublic());
    assertThat(verifier.getProvider()).isInstanceOf(Ed25519Provider.class);
    verifier.update(message, 0, 3);
    verifier.update(message[3]);
    verifier.update(message, 4, message.length - 4);
    assertThat(verifier.verify(signature)).isTrue();
  }

  @Test
  void decidesAsTheJdkForEachFlippedBit() throws GeneralSecurityException {
    for (int bit = 0; bit < signature.length * 8; bit++) {
      byte[] changed = signature.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verify("SunEC", changed)).as("bit %d", bit).isFalse();
      assertThat(verify(null, changed)).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void rejectsASignatureWhoseScalarIsNotReduced() throws GeneralSecurityException {
    byte[] scalar = reversed(Arrays.copyOfRange(signature, 32, 64));
    byte[] larger = new BigInteger(1, scalar).add(ORDER).toByteArray();
    byte[] malleable = signature.clone();
    for (int i = 0; i < 32; i++) {
      malleable[32 + i] = i < larger.length ? larger[larger.length - 1 - i] : 0;
    }
    assertThat(verify(null, malleable)).isFalse();
  }

  @Test
  void rejectsAKeyThatIsNoPointOfTheCurve() throws GeneralSecurityException {
    byte[] encoded = keys.getPublic().getEncoded();
    int rejected = 0;
    for (int i = 0; i < 256; i++) {
      encoded[encoded.length - 2] = (byte) i;
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
      boolean byJdk = accepts(Signature.getInstance("Ed25519", "SunEC"), key);
      assertThat(accepts(Signature.getInstance("Ed25519"), key)).isEqualTo(byJdk);
      rejected += byJdk ? 0 : 1;
    }
    assertThat(rejected).isBetween(64, 192);
  }

  private static boolean accepts(Signature verifier, PublicKey key) {
    try {
      verifier.initVerify(key);
      return true;
    } catch (InvalidKeyException e) {
      return false;
    }
  }

  @Test
  void rejectsTrailingAndMissingBytes() throws GeneralSecurityException {
    assertThat(verify(null, Arrays.copyOf(signature, 65))).isFalse();
    assertThat(verify(null, Arrays.copyOf(signature, 63))).isFalse();
    assertThat(verify(null, new byte[0])).isFalse();
  }

  @Test
  void leavesOtherKeysAndSigningToTheJdk() throws GeneralSecurityException {
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(keys.getPrivate());
    signer.update(message);
    assertThat(signer.sign()).isEqualTo(signature);

    PublicKey other = newKeys("Ed448").getPublic();
    Signature verifier = Signature.getInstance("EdDSA");
    verifier.initVerify(other);
    assertThat(verifier.getProvider().getName()).isEqualTo("SunEC");
  }

  private boolean verify(String provider, byte[] candidate) throws GeneralSecurityException {
    Signature verifier =
        provider == null
            ? Signature.getInstance("Ed25519")
            : Signature.getInstance("Ed25519", provider);
    verifier.initVerify(keys.getPublic());
    verifier.update(message);
    try {
      return verifier.verify(candidate);
    } catch (SignatureException e) {
      return false;
    }
  }

  private byte[] sign() {
    try {
      Signature signer = Signature.getInstance("Ed25519", "SunEC");
      signer.initSign(keys.getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newKeys(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}

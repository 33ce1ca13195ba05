package org.stellaops.attestor.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.note.RealNotes.bytes;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierKeyTest {
  /** Keys of the tests of Rekor v2, all under the name {@code testkey}. */
  private static final String ED25519_SPKI =
      "MCowBQYDK2VwAyEAREvJyNZGjX6B3DAIuD3BTg9rIwV00GY8Xg5FU+IFDUQ=";

  private static final String ECDSA_SPKI =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeLw7gX40qy1z7JUhGMAaaDITbV7p2D+C5G9xPEsy/PVAo9H0mgS4NY"
          + "zpGirkXxBht+IvvL19WR1X9ANXha5ldQ==";
  private static final String RSA_SPKI =
      "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAs7ieTaJ8PAkzCks++ubDNW4Nc4hi7+/JUmSvqq6p"
          + "IWAfjGrVXI/Z6ROUOnNgvjkW6pOP/KkO1YQfuLtP86X5LD43aIsfH/3VQ0L8X4W64x/JgmA9TWQa+w4OeXaF"
          + "dGw+lEnGy2rlAL3kIYn/BAbmoAZhyWXQFkPYg6vlypN0H6qQH8hct0SXn7y6casIk7GB7TQt/+OqkkQ55ojM"
          + "91cXUq6YYsvAjBjQwEvGGXqLvwOhtbD+eMc2fpw7GlAgiiQpq4khzWrtuZJ0Hd/BFZNpHH+UAddQ4Jvv7dbX"
          + "DinavVzEbvJssQAN9nB39UPHpUQn9mojAuh/qg+vDNyEH3liIQIDAQAB";

  /** {@code openssl dgst -sha256 -sign} with the RSA key, over {@link #RSA_TEXT}. */
  private static final String RSA_LINE =
      "\u2014 testkey rfQtCxywdEe4l7X2fOBrRebEnMqO/Y4ScdEszXiqeKevm+qqa3XliNHJ1V6X7aztZyRcD"
          + "CWArjVtzXwB0OxgSUf5goxkbDp1Woi+/yAEO/V2Vmi2T442jnHuPo1+glMWp8mm8Dljd0AgU7r05oW6CuhKg"
          + "+S8tzoz5ULbebEfzaGlPJ+UmjRGnUK5elFVlB9DNNXWb6LGsUGGMwtODuSnBYtoiWrdiiir7aWELVYCr0ZhM"
          + "q+OE5unSDML+vqNJm5XtmddpnJFdpfnKN3YYuohr/FwflmEb9nKbAXeE1iDFM3lwLBiryMdKXjbyWxzBpLm5"
          + "U9KpmGwB+AgodAji+KP4JoV9tA=";

  private static final String RSA_TEXT =
      "rsa.example\n1\n0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=\n";

  @ParameterizedTest
  @ValueSource(strings = {RealNotes.EXAMPLE_VKEY, RealNotes.REKOR_V1_VKEY, RealNotes.REKOR_V2_VKEY})
  void parsesAndPrintsRealVkeys(String vkey) {
    assertThat(VerifierKey.parse(vkey)).hasToString(vkey);
  }

  @ParameterizedTest
  @ValueSource(strings = {RealNotes.EXAMPLE_VKEY, RealNotes.REKOR_V2_VKEY})
  void rejectsTruncatedAndChangedVkeys(String vkey) {
    assertEveryPartRejected(vkey, 0);
    assertEveryChangeRejected(vkey, 0);
  }

  @Test
  void ecdsaKeyIdDoesNotDependOnName() {
    String vkey = RealNotes.REKOR_V1_VKEY;
    int afterName = vkey.indexOf('+');

    assertEveryPartRejected(vkey, afterName);
    assertEveryChangeRejected(vkey, afterName);
    assertThat(VerifierKey.parse(vkey.substring(1)).name()).isEqualTo("ekor.sigstore.dev");
  }

  @ParameterizedTest
  @CsvSource({
    "EdDSA, e4de82e3, " + ED25519_SPKI,
    "EC, 8f92d720, " + ECDSA_SPKI,
    "RSA, adf42d0b, " + RSA_SPKI
  })
  void keyIdsMatchRekor(String algorithm, String keyId, String spki) throws Exception {
    VerifierKey key = new VerifierKey("testkey", publicKey(algorithm, spki));

    assertThat(key.keyId()).hasToString(keyId);
    assertThat(VerifierKey.parse(key.toString())).isEqualTo(key);
  }

  @Test
  void ed25519KeyIdDependsOnTheNameAndEcdsaKeyIdDoesNot() throws Exception {
    PublicKey ed25519 = publicKey("EdDSA", ED25519_SPKI);
    PublicKey ecdsa = publicKey("EC", ECDSA_SPKI);

    assertThat(new VerifierKey("a", ed25519).keyId())
        .isNotEqualTo(new VerifierKey("b", ed25519).keyId());
    assertThat(new VerifierKey("a", ecdsa).keyId()).isEqualTo(new VerifierKey("b", ecdsa).keyId());
    assertThat(new VerifierKey("a", ecdsa)).isNotEqualTo(new VerifierKey("b", ecdsa));
  }

  @Test
  void rsaVkeyHasSigstoreLabelAndSpki() throws Exception {
    VerifierKey key = new VerifierKey("testkey", publicKey("RSA", RSA_SPKI));

    String base64 = key.toString().substring("testkey+adf42d0b+".length());
    byte[] typed = Base64.getDecoder().decode(base64);
    assertThat(typed[0]).isEqualTo((byte) 0xff);
    assertThat(Arrays.copyOfRange(typed, 1, 20)).isEqualTo(bytes("PKIX-RSA-PKCS#1v1.5"));
    assertThat(Arrays.copyOfRange(typed, 20, typed.length))
        .isEqualTo(Base64.getDecoder().decode(RSA_SPKI));
  }

  @Test
  void verifiesRsaSignatureOfOpenssl() throws Exception {
    SignedNote note = SignedNote.parse(bytes(RSA_TEXT + "\n" + RSA_LINE + "\n"));

    assertThat(note.isSignedBy(new VerifierKey("testkey", publicKey("RSA", RSA_SPKI)))).isTrue();
  }

  @Test
  void rejectsKeyOfAnotherType() {
    // the right key ID for the wrong type byte, so that nothing but the type is wrong
    assertRejected(vkey("x", concat("01", ECDSA_SPKI)));
    assertRejected(vkey("x", concat("02", ED25519_SPKI)));
    assertRejected(vkey("x", concat("02", RSA_SPKI)));
    assertRejected(vkey("x", concat("ff", RSA_SPKI)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "03", "04", "05", "06", "fa", "fe", "ff"})
  void rejectsUnknownKeyTypes(String type) {
    byte[] raw = Arrays.copyOfRange(Base64.getDecoder().decode(ED25519_SPKI), 12, 44);

    assertRejected(vkey("x", concat(type, Base64.getEncoder().encodeToString(raw))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 64})
  void ed25519KeyOfAnotherLengthIsRefused(int length) {
    assertRejected(vkey("x", concat("01", Base64.getEncoder().encodeToString(new byte[length]))));
  }

  @Test
  void rejectsTrailingBytes() {
    byte[] longer = Arrays.copyOf(Base64.getDecoder().decode(ECDSA_SPKI), 92);

    assertRejected(vkey("x", concat("02", Base64.getEncoder().encodeToString(longer))));
  }

  @Test
  void ed25519KeyThatIsNoPointOfTheCurveIsRefused() {
    byte[] noPoint = new byte[32];
    noPoint[0] = 2;

    assertRejected(vkey("x", concat("01", Base64.getEncoder().encodeToString(noPoint))));
  }

  @Test
  void rejectsEcdsaKeyOffCurve() {
    byte[] spki = Base64.getDecoder().decode(ECDSA_SPKI);
    spki[spki.length - 1] ^= 1;

    assertRejected(vkey("x", concat("02", Base64.getEncoder().encodeToString(spki))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed448", "X25519", "DSA", "RSASSA-PSS"})
  void rejectsUnsupportedAlgorithms(String algorithm) throws Exception {
    PublicKey key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic();

    assertThatThrownBy(() -> new VerifierKey("x", key)).isInstanceOf(MalformedNoteException.class);
  }

  @ParameterizedTest
  @CsvSource({"EdDSA, " + ED25519_SPKI, "EC, " + ECDSA_SPKI, "RSA, " + RSA_SPKI})
  void acceptsKeysOfOtherProviders(String algorithm, String spki) throws Exception {
    PublicKey own = publicKey(algorithm, spki);

    VerifierKey key = new VerifierKey("x", new ForeignKey(own));

    assertThat(key).isEqualTo(new VerifierKey("x", own));
    assertThat(key).hasToString(new VerifierKey("x", own).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EdDSA", "EC", "RSA"})
  void malformedSignatureDoesNotVerify(String algorithm) throws Exception {
    String spki =
        switch (algorithm) {
          case "EdDSA" -> ED25519_SPKI;
          case "EC" -> ECDSA_SPKI;
          default -> RSA_SPKI;
        };
    VerifierKey key = new VerifierKey("x", publicKey(algorithm, spki));
    Random random = new Random(1);
    for (int length = 0; length < 300; length++) {
      byte[] signature = new byte[length];
      assertThat(key.verifies(bytes("text\n"), signature)).isFalse();
      random.nextBytes(signature);
      assertThat(key.verifies(bytes("text\n"), signature)).isFalse();
      Arrays.fill(signature, (byte) 0xff);
      assertThat(key.verifies(bytes("text\n"), signature)).isFalse();
    }
  }

  @Test
  void ecdsaSignatureOfZerosDoesNotVerify() throws Exception {
    VerifierKey key = new VerifierKey("x", publicKey("EC", ECDSA_SPKI));

    assertThat(key.verifies(bytes("text\n"), HexFormat.of().parseHex("3006020100020100")))
        .isFalse();
  }

  @Test
  void ed25519SignatureHasOneSpelling() {
    VerifierKey key = VerifierKey.parse(RealNotes.EXAMPLE_VKEY);
    SignedNote note = SignedNote.parse(bytes(RealNotes.EXAMPLE));
    byte[] good = note.signatures().get(0).signature();

    assertThat(key.verifies(bytes(note.text()), good)).isTrue();
    assertThat(key.verifies(bytes(note.text()), plusGroupOrder(good))).isFalse();
  }

  /** The same signature with its second half, a number modulo the group order, one order larger. */
  private static byte[] plusGroupOrder(byte[] signature) {
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] half = Arrays.copyOfRange(signature, 32, 64);
    reverse(half);
    byte[] larger = new BigInteger(1, half).add(order).toByteArray();
    reverse(larger);
    byte[] respelled = Arrays.copyOf(signature, 64);
    Arrays.fill(respelled, 32, 64, (byte) 0);
    System.arraycopy(larger, 0, respelled, 32, Math.min(32, larger.length));
    return respelled;
  }

  private static void reverse(byte[] bytes) {
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
  }

  /** Of the parts that end with the vkey only those that begin behind {@code name}. */
  private static void assertEveryPartRejected(String vkey, int name) {
    for (int from = 0; from < vkey.length(); from++) {
      for (int to = from; to < vkey.length(); to++) {
        assertRejected(vkey.substring(from, to));
      }
      if (from > 0 && from >= name) {
        assertRejected(vkey.substring(from));
      }
    }
  }

  private static void assertEveryChangeRejected(String vkey, int from) {
    for (int i = from; i < vkey.length(); i++) {
      char[] changed = vkey.toCharArray();
      changed[i]++;
      assertRejected(new String(changed));
    }
  }

  private static void assertRejected(String vkey) {
    assertThatThrownBy(() -> VerifierKey.parse(vkey))
        .as(vkey)
        .isInstanceOf(MalformedNoteException.class);
  }

  private static PublicKey publicKey(String algorithm, String spki) throws Exception {
    return KeyFactory.getInstance(algorithm)
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(spki)));
  }

  private static byte[] concat(String hex, String base64) {
    byte[] head = HexFormat.of().parseHex(hex);
    byte[] tail = Base64.getDecoder().decode(base64);
    byte[] whole = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, whole, head.length, tail.length);
    return whole;
  }

  /**
   * A vkey with the key ID that belongs to it: over the key alone for type 2, else with the name.
   */
  private static String vkey(String name, byte[] typed) {
    KeyId id =
        typed[0] == 2
            ? KeyId.hashOf(Arrays.copyOfRange(typed, 1, typed.length))
            : KeyId.named(name, typed);
    return name + "+" + id + "+" + Base64.getEncoder().encodeToString(typed);
  }

  /** A key object that is not the platform's own. */
  private record ForeignKey(PublicKey key) implements PublicKey {
    @Override
    public String getAlgorithm() {
      return switch (key.getAlgorithm()) {
        case "EdDSA" -> "Ed25519";
        case "EC" -> "ECDSA";
        default -> key.getAlgorithm();
      };
    }

    @Override
    public String getFormat() {
      return key.getFormat();
    }

    @Override
    public byte[] getEncoded() {
      return key.getEncoded();
    }
  }
}

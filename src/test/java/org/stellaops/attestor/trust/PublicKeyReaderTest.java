package org.stellaops.attestor.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.RealNotes;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;

class PublicKeyReaderTest {
  private static final Path TRUSTED_ROOTS =
      Path.of("src/main/resources/org/stellaops/attestor/trust");
  private static final String NAME = "rekor.sigstore.dev";
  private static final VerifierKey KEY = VerifierKey.parse(RealNotes.REKOR_V1_VKEY);
  private static final byte[] DER = KEY.publicKey().getEncoded();
  private static final String PEM = pem("PUBLIC KEY", DER);

  @Test
  void readsPemOfSigstore() {
    assertThat(read(PEM)).isEqualTo(KEY);
    assertThat(SignedNote.parse(RealNotes.bytes(RealNotes.REKOR_V1)).isSignedBy(read(PEM)))
        .isTrue();
  }

  @Test
  void acceptsCrLfAndByteOrderMark() {
    assertThat(read(PEM.replace("\n", "\r\n"))).isEqualTo(KEY);
    assertThat(read("\uFEFF" + PEM)).isEqualTo(KEY);
    assertThat(read("\uFEFF" + RealNotes.REKOR_V1_VKEY + "\r\n")).isEqualTo(KEY);
    assertThat(read(PEM.strip())).as("no line feed at the end").isEqualTo(KEY);
  }

  @Test
  void ignoresTextAroundPemBlock() {
    assertThat(read("# Rekor v1, from root-signing\nsubject=/CN=rekor\n" + PEM + "\nthe end\n"))
        .isEqualTo(KEY);
  }

  @Test
  void readsDer() {
    assertThat(PublicKeyReader.read(NAME, DER, "key.der")).isEqualTo(KEY);
  }

  @Test
  void readsVkeyWithSurroundingBlanks() {
    assertThat(read(" " + RealNotes.REKOR_V1_VKEY + "\n\n")).isEqualTo(KEY);
  }

  /** The digit 0 is also the first byte of every key in DER. */
  @Test
  void readsVkeyWithNameStartingWithDigit() {
    VerifierKey key = new VerifierKey("0Y.example/log", KEY.publicKey());
    assertThat(PublicKeyReader.read("0Y.example/log", bytes(key.toString()), "key")).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({"Ed25519, ''", "EC, secp256r1", "EC, secp384r1", "RSA, ''"})
  void readsEveryNoteAlgorithm(String algorithm, String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (!curve.isEmpty()) {
      generator.initialize(new ECGenParameterSpec(curve));
    }
    VerifierKey key = new VerifierKey("log.example", generator.generateKeyPair().getPublic());
    byte[] der = key.publicKey().getEncoded();

    assertThat(PublicKeyReader.read("log.example", der, "key")).isEqualTo(key);
    assertThat(PublicKeyReader.read("log.example", bytes(pem("PUBLIC KEY", der)), "key"))
        .isEqualTo(key);
    assertThat(PublicKeyReader.read("log.example", bytes(key.toString()), "key")).isEqualTo(key);
  }

  @Test
  void readsPkcs1RsaKey() throws Exception {
    RSAPublicKey key =
        (RSAPublicKey) KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
    byte[] pkcs1 =
        SubjectPublicKeyInfo.getInstance(key.getEncoded()).parsePublicKey().getEncoded("DER");
    assertThat(PublicKeyReader.read(NAME, bytes(pem("RSA PUBLIC KEY", pkcs1)), "key").publicKey())
        .isEqualTo(key);
  }

  @Test
  void rejectsPrivateKeysWithoutPrintingThem() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String secret = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    assertRejected(bytes(secret), "the PEM block is of type PRIVATE KEY, expected PUBLIC KEY");
    assertRejected(bytes(secret.replace("PRIVATE", "ENCRYPTED PRIVATE")), "ENCRYPTED PRIVATE KEY");
    assertRejected(bytes(secret.replace("PRIVATE", "EC PRIVATE")), "EC PRIVATE KEY");
    assertRejected(pair.getPrivate().getEncoded(), "not a public key in canonical DER");
    assertRejected(
        bytes("PRIVATE+KEY+example.com/foo+530d903a+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"),
        "it is a private key");
  }

  @Test
  void rejectsCertificate() {
    assertRejected(
        bytes(pem("CERTIFICATE", DER)),
        "the PEM block is of type CERTIFICATE, expected PUBLIC KEY");
  }

  @Test
  void rejectsTwoKeys() {
    assertRejected(bytes(PEM + PEM), "expected 1 PEM block, found 2");
    assertRejected(bytes(PEM + pem("CERTIFICATE", DER)), "expected 1 PEM block, found 2");
    assertRejected(bytes(RealNotes.REKOR_V1_VKEY + "\n" + RealNotes.REKOR_V2_VKEY), "");
  }

  @Test
  void rejectsVkeyOfAnotherNameAndReportsBothNames() {
    assertRejected(
        bytes(RealNotes.REKOR_V2_VKEY),
        "the name of the vkey is 'log2025-1.rekor.sigstore.dev', but the configured keyName is '"
            + NAME
            + "'");
  }

  @Test
  void rejectsMangledVkey() {
    String vkey = RealNotes.REKOR_V1_VKEY;
    for (int i = 0; i < vkey.length(); i++) {
      assertRejected(bytes(vkey.substring(0, i)), "");
      assertRejected(
          bytes(vkey.substring(0, i) + (char) (vkey.charAt(i) ^ 1) + vkey.substring(i + 1)), "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t\r\n", "\uFEFF"})
  void reportsEmptyFile(String text) {
    assertRejected(bytes(text), "it is empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ ops@example",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END CERTIFICATE-----",
        "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----",
        "-----BEGIN -----\nMFkw\n-----END -----",
        "{\"keyid\": \"c0d23d6a\"}",
        "a+b+c",
        "++",
        "\u0000",
        "0\u0000",
      })
  void rejectsGarbageWithOneLineMessage(String text) {
    assertRejected(bytes(text), "");
  }

  @Test
  void rejectsTruncatedOrExtendedDer() {
    for (int length = 1; length < DER.length; length++) {
      assertRejected(Arrays.copyOf(DER, length), "");
    }
    assertRejected(Arrays.copyOf(DER, DER.length + 1), "");
  }

  @Test
  void rejectsTruncatedPem() {
    for (int length = 0; length < PEM.strip().length(); length++) {
      assertRejected(bytes(PEM.substring(0, length)), "");
    }
  }

  /** A key that a flipped bit makes of another is another key; all else is refused. */
  @Test
  void flippedBitsNeverYieldSameKeyOrOtherException() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      byte[] flipped = (i % 2 == 0 ? DER : bytes(PEM)).clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        PublicKeyReader.read(NAME, flipped, "key");
      } catch (AttestorException e) {
        assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION);
      }
    }
  }

  @Test
  void rejectsRandomBytes() {
    Random random = new Random(4);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        bytes[0] = 0x30;
      }
      assertRejected(bytes, "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DSA", "X25519", "Ed448"})
  void rejectsUnsupportedAlgorithm(String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    byte[] der = generator.generateKeyPair().getPublic().getEncoded();
    assertRejected(der, "");
    assertRejected(bytes(pem("PUBLIC KEY", der)), "");
  }

  @Test
  void readsKeyFileOfRekor() throws IOException {
    Path file = Path.of("src/test/resources/rekor/rekor-staging.pub");
    VerifierKey key = PublicKeyReader.read("rekor.sigstage.dev", Files.readAllBytes(file), "x");
    assertThat(key.publicKey().getAlgorithm()).isEqualTo("EC");
    assertThat(VerifierKey.parse(key.toString())).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigstore-production.json", "sigstore-staging.json"})
  void trustedRootKeyIdsMatch(String name) throws IOException {
    Path file = TRUSTED_ROOTS.resolve(name);
    List<JsonNode> logs = new ArrayList<>();
    new ObjectMapper().readTree(file.toFile()).path("tlogs").forEach(logs::add);
    assertThat(logs).isNotEmpty();
    for (JsonNode log : logs) {
      String host = URI.create(log.path("baseUrl").asText()).getHost();
      byte[] der = Base64.getDecoder().decode(log.path("publicKey").path("rawBytes").asText());
      byte[] id = Base64.getDecoder().decode(log.path("logId").path("keyId").asText());

      VerifierKey key = PublicKeyReader.read(host, der, name);

      assertThat(key.keyId().toString())
          .as(host)
          .isEqualTo("%02x%02x%02x%02x".formatted(id[0], id[1], id[2], id[3]));
      assertThat(PublicKeyReader.read(host, bytes(pem("PUBLIC KEY", der)), name)).isEqualTo(key);
      assertThat(PublicKeyReader.read(host, bytes(key.toString()), name)).isEqualTo(key);
    }
  }

  private static void assertRejected(byte[] content, String why) {
    assertThatThrownBy(() -> PublicKeyReader.read(NAME, content, "the test"))
        .isInstanceOfSatisfying(
            AttestorException.class,
            refused -> {
              assertThat(refused.failure()).isEqualTo(Failure.CONFIGURATION);
              assertThat(refused.getMessage())
                  .startsWith("cannot read the public key in the test: ")
                  .contains(why)
                  .doesNotContain("\n", "null");
              assertThat(refused.hint()).contains("not a private key");
            });
  }

  private static VerifierKey read(String text) {
    return PublicKeyReader.read(NAME, bytes(text), "key.pem");
  }

  private static String pem(String type, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

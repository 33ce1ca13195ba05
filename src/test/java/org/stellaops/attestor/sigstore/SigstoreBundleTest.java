package org.stellaops.attestor.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real bundles, each with one change. */
class SigstoreBundleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHAIN = "happy-path-v0.2";
  private static final String CERTIFICATE = "happy-path-v0.3";
  private static final String KEY = "managed-key-happy-path";
  private static final String TIMESTAMPED = "rekor2-happy-path";
  private static final String MATERIAL = "/verificationMaterial";
  private static final String ENTRY = MATERIAL + "/tlogEntries/0";

  @ParameterizedTest
  @ValueSource(strings = {CHAIN, CERTIFICATE, KEY, TIMESTAMPED, "happy-path-v0.1"})
  void realBundleIsParsed(String name) {
    SigstoreBundle bundle = SigstoreBundle.parse(ConformanceCase.of(name).bundle());

    assertThat(bundle.entries()).hasSize(1);
    assertThat(bundle.certificate() == null).isEqualTo(name.equals(KEY));
    assertThat(bundle.timestamps()).hasSize(name.equals(TIMESTAMPED) || name.equals(KEY) ? 1 : 0);
  }

  @Test
  void unknownFieldIsRefusedEverywhere() throws IOException {
    for (String pointer :
        new String[] {
          "",
          MATERIAL,
          MATERIAL + "/certificate",
          MATERIAL + "/timestampVerificationData",
          MATERIAL + "/timestampVerificationData/rfc3161Timestamps/0",
          ENTRY,
          ENTRY + "/logId",
          ENTRY + "/kindVersion",
          ENTRY + "/inclusionProof",
          ENTRY + "/inclusionProof/checkpoint",
          "/messageSignature",
          "/messageSignature/messageDigest"
        }) {
      assertRefused(TIMESTAMPED, "surprise", json -> object(json, pointer).put("surprise", 1));
    }
    assertRefused(
        KEY, "surprise", json -> object(json, MATERIAL + "/publicKey").put("surprise", 1));
    assertRefused(
        CHAIN,
        "surprise",
        json -> object(json, MATERIAL + "/x509CertificateChain").put("surprise", 1));
    assertRefused(
        CHAIN,
        "surprise",
        json -> object(json, MATERIAL + "/x509CertificateChain/certificates/0").put("surprise", 1));
    assertRefused(
        CERTIFICATE,
        "surprise",
        json -> object(json, ENTRY + "/inclusionPromise").put("surprise", 1));
    assertRefused(
        "happy-path-intoto-in-dsse-v3",
        "surprise",
        json -> object(json, "/dsseEnvelope").put("surprise", 1));
    assertRefused(
        "happy-path-intoto-in-dsse-v3",
        "surprise",
        json -> object(json, "/dsseEnvelope/signatures/0").put("surprise", 1));
  }

  @Test
  void exactlyOneKindOfKeyIsRequired() throws IOException {
    String reason = "exactly one of certificate, publicKey, x509CertificateChain";
    assertRefused(
        CERTIFICATE, reason, json -> object(json, MATERIAL).putObject("publicKey").put("hint", ""));
    assertRefused(CERTIFICATE, reason, json -> object(json, MATERIAL).remove("certificate"));
    assertRefused(
        CERTIFICATE,
        "x509CertificateChain is not allowed in version 0.3",
        json -> {
          ObjectNode material = object(json, MATERIAL);
          material
              .putObject("x509CertificateChain")
              .putArray("certificates")
              .add(material.remove("certificate"));
        });
  }

  @Test
  void numberOfCertificatesIsLimited() throws IOException {
    String pointer = MATERIAL + "/x509CertificateChain/certificates";
    assertRefused(
        CHAIN, "x509CertificateChain must not be empty", json -> array(json, pointer).removeAll());
    assertRefused(
        CHAIN,
        "x509CertificateChain.certificates must have at most 32 elements",
        json -> repeat(array(json, pointer), 33));
    SigstoreBundle bundle =
        SigstoreBundle.parse(changed(CHAIN, json -> repeat(array(json, pointer), 32)));
    assertThat(bundle.additionalCertificates()).hasSize(31).containsOnly(bundle.certificate());
  }

  @Test
  void numberOfEntriesIsLimited() throws IOException {
    String pointer = MATERIAL + "/tlogEntries";
    assertRefused(
        CERTIFICATE, "tlogEntries must not be empty", json -> array(json, pointer).removeAll());
    assertRefused(
        CERTIFICATE,
        "tlogEntries must have at most 32 elements",
        json -> repeat(array(json, pointer), 33));
    assertRefused(
        CERTIFICATE, "tlogEntries has a duplicate entry", json -> repeat(array(json, pointer), 32));
  }

  @Test
  void numberOfTimestampsIsLimited() throws IOException {
    String pointer = MATERIAL + "/timestampVerificationData/rfc3161Timestamps";
    assertRefused(
        TIMESTAMPED,
        "rfc3161Timestamps must have at most 32 elements",
        json -> repeat(array(json, pointer), 33));
    assertRefused(
        TIMESTAMPED,
        "rfc3161Timestamps has a duplicate timestamp",
        json -> repeat(array(json, pointer), 32));
  }

  @Test
  void numberOfProofHashesIsLimited() throws IOException {
    String pointer = ENTRY + "/inclusionProof/hashes";
    assertRefused(
        CERTIFICATE,
        "inclusionProof.hashes must have at most 63 elements",
        json -> repeat(array(json, pointer), 64));
    assertThat(
            SigstoreBundle.parse(changed(CERTIFICATE, json -> repeat(array(json, pointer), 63)))
                .entries()
                .get(0)
                .inclusionProof()
                .orElseThrow()
                .hashes())
        .hasSize(63);
  }

  @Test
  void versionDecidesAboutPromiseAndProof() throws IOException {
    assertRefused(
        "happy-path-v0.1",
        "each entry must have an inclusionPromise in version 0.1",
        json -> object(json, ENTRY).remove("inclusionPromise"));
    assertRefused(
        CHAIN,
        "each entry must have an inclusionProof with a checkpoint",
        json -> object(json, ENTRY).remove("inclusionProof"));
    assertRefused(
        CERTIFICATE,
        "each entry must have an inclusionProof with a checkpoint",
        json -> object(json, ENTRY + "/inclusionProof").remove("checkpoint"));
    assertThat(
            SigstoreBundle.parse(
                    changed(
                        "happy-path-v0.1", json -> object(json, ENTRY).remove("inclusionProof")))
                .entries())
        .hasSize(1);
    assertThat(
            SigstoreBundle.parse(
                    changed(CHAIN, json -> object(json, ENTRY).remove("inclusionPromise")))
                .entries())
        .hasSize(1);
  }

  @Test
  void unknownMediaTypeIsRefused() throws IOException {
    for (String type :
        new String[] {
          "text/plain", "application/json", "application/vnd.dev.sigstore.bundle.v0.4+json"
        }) {
      assertRefused(
          CERTIFICATE, "unsupported mediaType", json -> object(json, "").put("mediaType", type));
    }
  }

  @Test
  void sizeIsLimitedTo16Mebibytes() throws IOException {
    byte[] good = ConformanceCase.of(CERTIFICATE).bundle();
    byte[] padded = Arrays.copyOf(good, SigstoreBundle.MAX_BYTES);
    Arrays.fill(padded, good.length, padded.length, (byte) ' ');
    assertThat(SigstoreBundle.parse(padded).entries()).hasSize(1);

    byte[] larger = Arrays.copyOf(padded, padded.length + 1);
    larger[padded.length] = ' ';
    assertThatThrownBy(() -> SigstoreBundle.parse(larger))
        .hasMessageContaining("the bundle is larger than 16 MiB");
  }

  private static byte[] changed(String name, Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(ConformanceCase.of(name).bundle());
    change.accept(json);
    return JSON.writeValueAsBytes(json);
  }

  private static void assertRefused(String name, String reason, Consumer<ObjectNode> change)
      throws IOException {
    byte[] bundle = changed(name, change);
    assertThatThrownBy(() -> SigstoreBundle.parse(bundle))
        .as(reason)
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.step()).isEqualTo(Step.BUNDLE))
        .hasMessageContaining(reason);
  }

  private static void repeat(ArrayNode array, int count) {
    while (array.size() < count) {
      array.add(array.get(0).deepCopy());
    }
    while (array.size() > count) {
      array.remove(count);
    }
  }

  private static ObjectNode object(ObjectNode json, String pointer) {
    return json.at(pointer) instanceof ObjectNode object ? object : missing(pointer);
  }

  private static ArrayNode array(ObjectNode json, String pointer) {
    return (ArrayNode) json.at(pointer);
  }

  private static ObjectNode missing(String pointer) {
    throw new IllegalArgumentException("the bundle has no " + pointer);
  }
}

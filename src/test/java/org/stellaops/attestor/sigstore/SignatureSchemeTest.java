package org.stellaops.attestor.sigstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.sigstore.TestSigner.EntryFormat;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.trust.TrustedRoot;

/** Every way to sign in every kind of entry, and entries that do not say what the bundle says. */
class SignatureSchemeTest {
  private static final long SIZE = 10;
  private static final long INDEX = 7;

  static Stream<Arguments> schemesAndFormats() {
    return Stream.of(SigningAlgorithm.values())
        .flatMap(scheme ->
            Stream.of(EntryFormat.values())
                .filter(format -> isSupported(scheme, format))
                .map(format -> Arguments.of(scheme, format)));
  }

  /** Ed25519 signs whole messages, Ed25519ph digests: an entry of a digest is by the latter. */
  private static boolean isSupported(SigningAlgorithm scheme, EntryFormat format) {
    boolean isDigestFormat = format.isMessage() || format == EntryFormat.STATEMENT;
    return switch (scheme) {
      case ED25519 -> !isDigestFormat;
      case ED25519_PH -> isDigestFormat;
      default -> true;
    };
  }

  @ParameterizedTest
  @MethodSource("schemesAndFormats")
  void verifiesAndRefusesOneFlippedBit(SigningAlgorithm scheme, EntryFormat format) {
    TestSigner signer = TestSigner.of(scheme, format);
    FakeLog log = signer.log("notary.example").grow(SIZE);
    byte[] good = signer.bundle(log, INDEX, SIZE);
    Artifact artifact = Artifact.ofBytes(signer.artifact(INDEX));

    VerificationResult result = verify(log, signer, good, artifact);
    assertThat(result.isGood()).as("%s", result).isTrue();

    VerificationResult changed = verify(log, signer, withOtherSignature(good), artifact);
    assertThat(changed.signature().step()).contains(Step.SIGNATURE);
    assertThat(changed.inclusion().step()).contains(Step.ENTRY);

    Artifact other = Artifact.ofBytes(signer.artifact(INDEX + 1));
    assertThat(verify(log, signer, good, other).refusedCheck().orElseThrow().step())
        .contains(Step.ARTIFACT);
  }

  @ParameterizedTest
  @EnumSource(EntryFormat.class)
  void entryOfOtherSignerIsRefused(EntryFormat format) {
    TestSigner signer = TestSigner.of(SigningAlgorithm.P256, format);
    TestSigner other = TestSigner.of(SigningAlgorithm.P256, format);
    FakeLog log = other.log("notary.example").grow(SIZE);
    Map<String, Object> bundle = signer.json(log, INDEX, SIZE);
    replaceBody(bundle, other.entry(INDEX));

    assertEntryRefused(log, signer, bundle);
  }

  /** Each time one part of an entry is another one, while the log includes it as it is. */
  @ParameterizedTest
  @CsvSource({
    "DSSE_V1, payloadHash",
    "DSSE, payloadHash",
    "INTOTO, payloadHash",
    "MESSAGE, data",
    "MESSAGE_V1, hash",
    "STATEMENT, data"
  })
  void entryOfOtherPayloadIsRefused(EntryFormat format, String field) {
    TestSigner signer = TestSigner.of(SigningAlgorithm.P256, format);
    assertRefused(
        signer,
        text -> {
          int at = text.indexOf('{', text.indexOf("\"" + field + "\""));
          int end = text.indexOf('}', at);
          String hash = text.substring(at, end);
          String value = hash.replaceAll(".*\"(value|digest)\":\"([^\"]*)\".*", "$2");
          String other = (value.charAt(0) == 'a' ? "b" : "a") + value.substring(1);
          return text.substring(0, at) + hash.replace(value, other) + text.substring(end);
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = EntryFormat.class,
      names = {"DSSE_V1", "DSSE", "INTOTO"})
  void entryWithTwoSignaturesIsRefused(EntryFormat format) {
    TestSigner signer = TestSigner.of(SigningAlgorithm.P256, format);
    assertRefused(
        signer, text -> text.replaceFirst("\"signatures\":\\[(.*?)\\]", "\"signatures\":[$1,$1]"));
  }

  @ParameterizedTest
  @CsvSource({"DSSE_V1, envelopeHash", "INTOTO, hash"})
  void malformedEnvelopeHashIsRefused(EntryFormat format, String field) {
    TestSigner signer = TestSigner.of(SigningAlgorithm.P256, format);
    assertRefused(
        signer,
        text -> {
          int at = text.indexOf('{', text.indexOf("\"" + field + "\""));
          int end = text.indexOf('}', at);
          return text.substring(0, at)
              + text.substring(at, end).replaceFirst("\"value\":\"..", "\"value\":\"")
              + text.substring(end);
        });
  }

  @ParameterizedTest
  @CsvSource({"MESSAGE, PKIX_ECDSA_P256_SHA_256, PKIX_ECDSA_P384_SHA_384"})
  void entryWithOtherKeyDetailsIsRefused(EntryFormat format, String is, String named) {
    assertRefused(TestSigner.of(SigningAlgorithm.P256, format), text -> text.replace(is, named));
  }

  private static void assertRefused(TestSigner signer, UnaryOperator<String> change) {
    String good = new String(signer.entry(INDEX), StandardCharsets.UTF_8);
    byte[] forged = change.apply(good).getBytes(StandardCharsets.UTF_8);
    assertThat(new String(forged, StandardCharsets.UTF_8)).isNotEqualTo(good);
    FakeLog log =
        FakeLog.named("notary.example")
            .withEntries(index -> index == INDEX ? forged : signer.entry(index))
            .grow(SIZE);
    Map<String, Object> bundle = signer.json(log, INDEX, SIZE);
    replaceBody(bundle, forged);
    assertEntryRefused(log, signer, bundle);
  }

  private static void assertEntryRefused(
      FakeLog log, TestSigner signer, Map<String, Object> bundle) {
    VerificationResult result =
        verify(log, signer, TestSigner.bytes(bundle), Artifact.ofBytes(signer.artifact(INDEX)));

    assertThat(result.inclusion().step()).as("%s", result).contains(Step.ENTRY);
    assertThat(result.isGood()).isFalse();
  }

  private static VerificationResult verify(
      FakeLog log, TestSigner signer, byte[] bundle, Artifact artifact) {
    TrustedRoot root = TrustedRoot.parse(TestSigner.trustedRoot(log), "test");
    return new SigstoreVerifier(root, VerificationPolicy.key(signer.key()), ConformanceCase.CLOCK)
        .verify(bundle, artifact);
  }

  @SuppressWarnings("unchecked") // the notary makes maps and lists of nothing else
  private static void replaceBody(Map<String, Object> bundle, byte[] entry) {
    Map<String, Object> material = (Map<String, Object>) bundle.get("verificationMaterial");
    List<Map<String, Object>> entries = (List<Map<String, Object>>) material.get("tlogEntries");
    entries.get(0).put("canonicalizedBody", Base64.getEncoder().encodeToString(entry));
  }

  /** In the bundle, not in the entry. */
  private static byte[] withOtherSignature(byte[] bundle) {
    String text = new String(bundle, StandardCharsets.UTF_8);
    String field = text.contains("\"sig\"") ? "\"sig\":\"" : "\"signature\":\"";
    int at = text.lastIndexOf(field) + field.length();
    byte[] signature = Base64.getDecoder().decode(text.substring(at, text.indexOf('"', at)));
    signature[signature.length - 1] ^= 1;
    return (text.substring(0, at)
            + Base64.getEncoder().encodeToString(signature)
            + text.substring(text.indexOf('"', at)))
        .getBytes(StandardCharsets.UTF_8);
  }
}

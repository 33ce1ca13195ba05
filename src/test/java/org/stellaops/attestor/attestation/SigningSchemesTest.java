package org.stellaops.attestor.attestation;

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
import org.stellaops.attestor.attestation.Notary.Form;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.trust.TrustedRoot;

/** Every way to sign in every kind of entry, and entries that do not say what the bundle says. */
class SigningSchemesTest {
  private static final long SIZE = 10;
  private static final long INDEX = 7;

  static Stream<Arguments> waysToSign() {
    return Stream.of(SigningScheme.values())
        .flatMap(scheme ->
            Stream.of(Form.values())
                .filter(form -> fits(scheme, form))
                .map(form -> Arguments.of(scheme, form)));
  }

  /** Ed25519 signs whole messages, Ed25519ph digests: an entry of a digest is by the latter. */
  private static boolean fits(SigningScheme scheme, Form form) {
    boolean ofDigest = form.isMessage() || form == Form.STATEMENT;
    return switch (scheme) {
      case ED25519 -> !ofDigest;
      case ED25519_PH -> ofDigest;
      default -> true;
    };
  }

  @ParameterizedTest
  @MethodSource("waysToSign")
  void isGoodAndOneChangedBitOfTheSignatureIsNot(SigningScheme scheme, Form form) {
    Notary notary = Notary.of(scheme, form);
    FakeLog log = notary.log("notary.example").grow(SIZE);
    byte[] good = notary.bundle(log, INDEX, SIZE);
    Artifact artifact = Artifact.ofBytes(notary.artifact(INDEX));

    Verdict verdict = verify(log, notary, good, artifact);
    assertThat(verdict.good()).as("%s", verdict).isTrue();

    Verdict changed = verify(log, notary, withAnotherSignature(good), artifact);
    assertThat(changed.signature().step()).contains(Step.SIGNATURE);
    assertThat(changed.included().step()).contains(Step.ENTRY);

    Artifact other = Artifact.ofBytes(notary.artifact(INDEX + 1));
    assertThat(verify(log, notary, good, other).refusal().orElseThrow().step())
        .contains(Step.ARTIFACT);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void entryOfAnotherSignerIsRefused(Form form) {
    Notary notary = Notary.of(SigningScheme.P256, form);
    Notary other = Notary.of(SigningScheme.P256, form);
    FakeLog log = other.log("notary.example").grow(SIZE);
    Map<String, Object> bundle = notary.json(log, INDEX, SIZE);
    body(bundle, other.entry(INDEX));

    assertRefusedAtTheEntry(log, notary, bundle);
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
  void entryOfAnotherPayloadIsRefused(Form form, String field) {
    Notary notary = Notary.of(SigningScheme.P256, form);
    assertRefused(
        notary,
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
      value = Form.class,
      names = {"DSSE_V1", "DSSE", "INTOTO"})
  void entryWithASecondSignatureIsRefused(Form form) {
    Notary notary = Notary.of(SigningScheme.P256, form);
    assertRefused(
        notary, text -> text.replaceFirst("\"signatures\":\\[(.*?)\\]", "\"signatures\":[$1,$1]"));
  }

  @ParameterizedTest
  @CsvSource({"DSSE_V1, envelopeHash", "INTOTO, hash"})
  void hashOfTheEnvelopeThatIsNoneIsRefused(Form form, String field) {
    Notary notary = Notary.of(SigningScheme.P256, form);
    assertRefused(
        notary,
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
  void entryThatNamesAnotherWayToSignIsRefused(Form form, String is, String named) {
    assertRefused(Notary.of(SigningScheme.P256, form), text -> text.replace(is, named));
  }

  private static void assertRefused(Notary notary, UnaryOperator<String> change) {
    String good = new String(notary.entry(INDEX), StandardCharsets.UTF_8);
    byte[] forged = change.apply(good).getBytes(StandardCharsets.UTF_8);
    assertThat(new String(forged, StandardCharsets.UTF_8)).isNotEqualTo(good);
    FakeLog log =
        FakeLog.named("notary.example")
            .entries(index -> index == INDEX ? forged : notary.entry(index))
            .grow(SIZE);
    Map<String, Object> bundle = notary.json(log, INDEX, SIZE);
    body(bundle, forged);
    assertRefusedAtTheEntry(log, notary, bundle);
  }

  private static void assertRefusedAtTheEntry(
      FakeLog log, Notary notary, Map<String, Object> bundle) {
    Verdict verdict =
        verify(log, notary, Notary.bytes(bundle), Artifact.ofBytes(notary.artifact(INDEX)));

    assertThat(verdict.included().step()).as("%s", verdict).contains(Step.ENTRY);
    assertThat(verdict.good()).isFalse();
  }

  private static Verdict verify(FakeLog log, Notary notary, byte[] bundle, Artifact artifact) {
    TrustedRoot root = TrustedRoot.parse(Notary.trustedRoot(log), "test");
    return new AttestationVerifier(root, SignerPolicy.key(notary.key()), Sample.CLOCK)
        .verify(bundle, artifact);
  }

  @SuppressWarnings("unchecked") // the notary makes maps and lists of nothing else
  private static void body(Map<String, Object> bundle, byte[] entry) {
    Map<String, Object> material = (Map<String, Object>) bundle.get("verificationMaterial");
    List<Map<String, Object>> entries = (List<Map<String, Object>>) material.get("tlogEntries");
    entries.get(0).put("canonicalizedBody", Base64.getEncoder().encodeToString(entry));
  }

  /** In the bundle, not in the entry. */
  private static byte[] withAnotherSignature(byte[] bundle) {
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

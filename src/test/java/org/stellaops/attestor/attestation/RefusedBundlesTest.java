package org.stellaops.attestor.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.trust.TrustedRoot;

class RefusedBundlesTest {
  private static final Sample V1 = Sample.of("happy-path-v0.3");
  private static final Sample OLD = Sample.of("happy-path-v0.1");
  private static final Sample V2 = Sample.of("rekor2-happy-path");
  private static final Sample DSSE = Sample.of("happy-path-intoto-in-dsse-v3");
  private static final Sample KEY = Sample.of("managed-key-happy-path");

  @Test
  void someoneElsesIdentity() {
    assertRefused(
        V1.verdict(
            SignerPolicy.certificate(Match.exactly(Sample.IDENTITY + "x"), Match.regex(".*"))),
        Step.IDENTITY);
    assertRefused(
        V1.verdict(
            SignerPolicy.certificate(Match.regex(".*"), Match.exactly("https://accounts.example"))),
        Step.IDENTITY);
  }

  @Test
  void expressionThatMatchesAPartOnly() {
    assertRefused(
        V1.verdict(
            SignerPolicy.certificate(
                Match.regex("extremely-dangerous"), Match.exactly(Sample.ISSUER))),
        Step.IDENTITY);
    assertThat(
            V1.verdict(
                    SignerPolicy.certificate(
                        Match.regex(".*/extremely-dangerous-oidc-beacon\\.yml@.*"),
                        Match.regex("https://token\\.actions\\..*")))
                .good())
        .isTrue();
  }

  @Test
  void anotherArtifact() {
    Artifact other = Artifact.ofBytes(new byte[] {1});
    assertRefused(V1.verdict(other), Step.ARTIFACT);
    assertRefused(DSSE.verdict(other), Step.ARTIFACT);
  }

  @Test
  void digestInPlaceOfTheFileWillDo() {
    for (Sample sample : new Sample[] {V1, V2, DSSE, KEY}) {
      Hash sha256 = sample.artifact().sha256();
      assertThat(sample.verdict(Artifact.ofSha256(sha256)).good()).isTrue();
    }
  }

  @Test
  void keyWhereACertificateHasSignedAndTheOtherWayRound() {
    assertRefused(V1.verdict(KEY.policy()), Step.IDENTITY);
    assertRefused(KEY.verdict(V1.policy()), Step.IDENTITY);
  }

  @Test
  void noTimestampWhereTheLogPromisesNothing() {
    assertRefused(
        changed(
            V2, "\"timestampVerificationData\": *\\{.*?\\]\\}", "\"timestampVerificationData\":{}"),
        Step.TIMESTAMP);
  }

  @Test
  void timeOfTheLogThatNobodyHasSigned() {
    assertRefused(changed(V1, "\"inclusionPromise\": *\\{.*?\\},", ""), Step.TIMESTAMP);
  }

  @Test
  void bundleWithoutWhatItsVersionWants() {
    assertRefused(changed(OLD, "\"inclusionPromise\": *\\{.*?\\},", ""), Step.BUNDLE);
    assertRefused(changed(OLD, "version=0.1", "version=0.3"), Step.BUNDLE);
    assertRefused(changed(OLD, "version=0.1", "version=0.4"), Step.BUNDLE);
    assertRefused(changed(V1, "\"checkpoint\": *\\{.*?\\}", "\"checkpoint\": null"), Step.BUNDLE);
  }

  @Test
  void nameThatComesTwiceAndNameThatIsUnknown() {
    assertRefused(changed(V1, "^\\{", "{\"mediaType\":\"x\","), Step.BUNDLE);
    assertRefused(changed(V1, "^\\{", "{\"surprise\":1,"), Step.BUNDLE);
    assertRefused(changed(V1, "\\}\\s*$", "} {}"), Step.BUNDLE);
    assertRefused(V1.verdict(new byte[0]), Step.BUNDLE);
    assertRefused(V1.verdict("[]".getBytes(StandardCharsets.UTF_8)), Step.BUNDLE);
  }

  @Test
  void entryThatIsThereTwice() {
    assertRefused(
        changed(V2, "\"tlogEntries\": *\\[(.*?)\\](, *\"timestamp)", "\"tlogEntries\":[$1,$1]$2"),
        Step.BUNDLE);
  }

  @Test
  void entryOfAnotherSigner() {
    Verdict verdict = KEY.verdict(SignerPolicy.key(V1Keys.OTHER));
    assertRefused(verdict, Step.SIGNATURE);
    assertThat(verdict.included().step()).contains(Step.ENTRY);
  }

  @Test
  void logThatTheRootDoesNotName() {
    assertRefused(V2.verdict(V1.root()), Step.TIMESTAMP);
    assertThat(V2.verdict(V1.root()).included().step()).contains(Step.LOG);
  }

  @Test
  void keyOfTheLogOutsideOfItsTime() {
    TrustedRoot ended =
        root(
            V1,
            "\"start\": *\"2021-01-12T11:53:27Z?[^\"]*\"",
            "$0,\"end\":\"2024-01-01T00:00:00Z\"");
    assertRefused(V1.verdict(ended), Step.PROMISE);
  }

  @Test
  void endOfAValidityPeriodBelongsToIt() {
    String time = V1.verdict().times().get(0).time().toString();
    String start = "\"start\": *\"2021-01-12T11:53:27Z?[^\"]*\"";
    assertThat(V1.verdict(root(V1, start, "$0,\"end\":\"" + time + "\"")).good()).isTrue();
    assertThat(V1.verdict(root(V1, start, "\"start\":\"" + time + "\"")).good()).isTrue();
  }

  @Test
  void validityPeriodWithoutAStart() {
    assertThatThrownBy(() -> root(V1, "\"start\": *\"2021-01-12T[^\"]*\"", ""))
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining("start is missing");
  }

  private static Verdict changed(Sample sample, String regex, String replacement) {
    String good = new String(sample.bundle(), StandardCharsets.UTF_8);
    String changed = Pattern.compile(regex, Pattern.DOTALL).matcher(good).replaceFirst(replacement);
    assertThat(changed).as("the bundle with another %s", regex).isNotEqualTo(good);
    return sample.verdict(changed.getBytes(StandardCharsets.UTF_8));
  }

  private static TrustedRoot root(Sample sample, String regex, String replacement) {
    String good = new String(Sample.production(), StandardCharsets.UTF_8);
    String changed = Pattern.compile(regex).matcher(good).replaceFirst(replacement);
    assertThat(changed).as("the root with another %s", regex).isNotEqualTo(good);
    return TrustedRoot.parse(changed.getBytes(StandardCharsets.UTF_8), sample.name());
  }

  private static void assertRefused(Verdict verdict, Step step) {
    assertThat(verdict.good()).as("%s", verdict).isFalse();
    assertThat(verdict.refusal().orElseThrow().step()).as("%s", verdict).contains(step);
  }

  /** A key that has signed nothing here. */
  private static final class V1Keys {
    static final java.security.PublicKey OTHER = V1.root().ctlogs().get(0).key();
  }
}

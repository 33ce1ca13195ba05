package org.stellaops.attestor.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.trust.TrustedRoot;

class VerificationFailureTest {
  private static final ConformanceCase V1 = ConformanceCase.of("happy-path-v0.3");
  private static final ConformanceCase BUNDLE_V01 = ConformanceCase.of("happy-path-v0.1");
  private static final ConformanceCase V2 = ConformanceCase.of("rekor2-happy-path");
  private static final ConformanceCase DSSE = ConformanceCase.of("happy-path-intoto-in-dsse-v3");
  private static final ConformanceCase MANAGED_KEY = ConformanceCase.of("managed-key-happy-path");

  @Test
  void otherIdentityIsRefused() {
    assertRefused(
        V1.verify(
            VerificationPolicy.certificate(
                StringMatcher.exactly(ConformanceCase.IDENTITY + "x"), StringMatcher.regex(".*"))),
        Step.IDENTITY);
    assertRefused(
        V1.verify(
            VerificationPolicy.certificate(
                StringMatcher.regex(".*"), StringMatcher.exactly("https://accounts.example"))),
        Step.IDENTITY);
  }

  @Test
  void regexMustMatchWholeIdentity() {
    assertRefused(
        V1.verify(
            VerificationPolicy.certificate(
                StringMatcher.regex("extremely-dangerous"),
                StringMatcher.exactly(ConformanceCase.ISSUER))),
        Step.IDENTITY);
    assertThat(
            V1.verify(
                    VerificationPolicy.certificate(
                        StringMatcher.regex(".*/extremely-dangerous-oidc-beacon\\.yml@.*"),
                        StringMatcher.regex("https://token\\.actions\\..*")))
                .isGood())
        .isTrue();
  }

  @Test
  void otherArtifactIsRefused() {
    Artifact other = Artifact.ofBytes(new byte[] {1});
    assertRefused(V1.verify(other), Step.ARTIFACT);
    assertRefused(DSSE.verify(other), Step.ARTIFACT);
  }

  @Test
  void digestSufficesInsteadOfFile() {
    for (ConformanceCase sample : new ConformanceCase[] {V1, V2, DSSE, MANAGED_KEY}) {
      Hash sha256 = sample.artifact().sha256();
      assertThat(sample.verify(Artifact.ofSha256(sha256)).isGood()).isTrue();
    }
  }

  @Test
  void keyAndCertificatePoliciesAreNotInterchangeable() {
    assertRefused(V1.verify(MANAGED_KEY.policy()), Step.IDENTITY);
    assertRefused(MANAGED_KEY.verify(V1.policy()), Step.IDENTITY);
  }

  @Test
  void timestampIsRequiredWithoutInclusionPromise() {
    assertRefused(
        verifyChanged(
            V2, "\"timestampVerificationData\": *\\{.*?\\]\\}", "\"timestampVerificationData\":{}"),
        Step.TIMESTAMP);
  }

  @Test
  void unsignedIntegratedTimeIsRefused() {
    assertRefused(verifyChanged(V1, "\"inclusionPromise\": *\\{.*?\\},", ""), Step.TIMESTAMP);
  }

  @Test
  void bundleMissingFieldsOfItsVersionIsRefused() {
    assertRefused(verifyChanged(BUNDLE_V01, "\"inclusionPromise\": *\\{.*?\\},", ""), Step.BUNDLE);
    assertRefused(verifyChanged(BUNDLE_V01, "version=0.1", "version=0.3"), Step.BUNDLE);
    assertRefused(verifyChanged(BUNDLE_V01, "version=0.1", "version=0.4"), Step.BUNDLE);
    assertRefused(
        verifyChanged(V1, "\"checkpoint\": *\\{.*?\\}", "\"checkpoint\": null"), Step.BUNDLE);
  }

  @Test
  void duplicateAndUnknownFieldsAreRefused() {
    assertRefused(verifyChanged(V1, "^\\{", "{\"mediaType\":\"x\","), Step.BUNDLE);
    assertRefused(verifyChanged(V1, "^\\{", "{\"surprise\":1,"), Step.BUNDLE);
    assertRefused(verifyChanged(V1, "\\}\\s*$", "} {}"), Step.BUNDLE);
    assertRefused(V1.verify(new byte[0]), Step.BUNDLE);
    assertRefused(V1.verify("[]".getBytes(StandardCharsets.UTF_8)), Step.BUNDLE);
  }

  @Test
  void duplicateEntryIsRefused() {
    assertRefused(
        verifyChanged(
            V2, "\"tlogEntries\": *\\[(.*?)\\](, *\"timestamp)", "\"tlogEntries\":[$1,$1]$2"),
        Step.BUNDLE);
  }

  @Test
  void entryOfOtherSignerIsRefused() {
    VerificationResult result = MANAGED_KEY.verify(VerificationPolicy.key(UnrelatedKey.KEY));
    assertRefused(result, Step.SIGNATURE);
    assertThat(result.inclusion().step()).contains(Step.ENTRY);
  }

  @Test
  void unknownLogIsRefused() {
    assertRefused(V2.verify(V1.root()), Step.TIMESTAMP);
    assertThat(V2.verify(V1.root()).inclusion().step()).contains(Step.LOG);
  }

  @Test
  void expiredLogKeyIsRefused() {
    TrustedRoot ended =
        root(
            V1,
            "\"start\": *\"2021-01-12T11:53:27Z?[^\"]*\"",
            "$0,\"end\":\"2024-01-01T00:00:00Z\"");
    assertRefused(V1.verify(ended), Step.PROMISE);
  }

  @Test
  void validityPeriodIsInclusive() {
    String time = V1.verify().timestamps().get(0).time().toString();
    String start = "\"start\": *\"2021-01-12T11:53:27Z?[^\"]*\"";
    assertThat(V1.verify(root(V1, start, "$0,\"end\":\"" + time + "\"")).isGood()).isTrue();
    assertThat(V1.verify(root(V1, start, "\"start\":\"" + time + "\"")).isGood()).isTrue();
  }

  @Test
  void validityPeriodNeedsStart() {
    assertThatThrownBy(() -> root(V1, "\"start\": *\"2021-01-12T[^\"]*\"", ""))
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining("start is missing");
  }

  private static VerificationResult verifyChanged(
      ConformanceCase sample, String regex, String replacement) {
    String good = new String(sample.bundle(), StandardCharsets.UTF_8);
    String changed = Pattern.compile(regex, Pattern.DOTALL).matcher(good).replaceFirst(replacement);
    assertThat(changed).as("the bundle with another %s", regex).isNotEqualTo(good);
    return sample.verify(changed.getBytes(StandardCharsets.UTF_8));
  }

  private static TrustedRoot root(ConformanceCase sample, String regex, String replacement) {
    String good = new String(ConformanceCase.productionRoot(), StandardCharsets.UTF_8);
    String changed = Pattern.compile(regex).matcher(good).replaceFirst(replacement);
    assertThat(changed).as("the root with another %s", regex).isNotEqualTo(good);
    return TrustedRoot.parse(changed.getBytes(StandardCharsets.UTF_8), sample.name());
  }

  private static void assertRefused(VerificationResult result, Step step) {
    assertThat(result.isGood()).as("%s", result).isFalse();
    assertThat(result.refusedCheck().orElseThrow().step()).as("%s", result).contains(step);
  }

  /** A key that has signed nothing here. */
  private static final class UnrelatedKey {
    static final java.security.PublicKey KEY = V1.root().ctlogs().get(0).key();
  }
}

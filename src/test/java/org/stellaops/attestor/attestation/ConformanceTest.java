package org.stellaops.attestor.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConformanceTest {
  private static final Map<String, Step> REFUSED_AT =
      Map.of(
          "message-digest-mismatch_fail", Step.ARTIFACT,
          "set-invalid-signature_fail", Step.PROMISE,
          "signature-mismatch_fail", Step.SIGNATURE);

  @ParameterizedTest
  @MethodSource("names")
  void bundleIsDecidedAsItsFolderSays(String name) {
    Sample sample = Sample.of(name);

    Verdict verdict = sample.verdict();

    assertThat(verdict.good()).as("%s", verdict).isEqualTo(!sample.mustBeRefused());
    verdict
        .refusal()
        .ifPresent(refusal -> {
          assertThat(refusal.step()).as("%s", refusal).contains(REFUSED_AT.get(name));
          assertThat(refusal.reason()).isNotEmpty();
        });
  }

  static List<String> names() throws IOException {
    return Sample.names();
  }
}

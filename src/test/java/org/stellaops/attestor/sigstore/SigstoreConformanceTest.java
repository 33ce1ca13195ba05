package org.stellaops.attestor.sigstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SigstoreConformanceTest {
  private static final Map<String, Step> EXPECTED_STEP =
      Map.of(
          "message-digest-mismatch_fail", Step.ARTIFACT,
          "set-invalid-signature_fail", Step.PROMISE,
          "signature-mismatch_fail", Step.SIGNATURE);

  @ParameterizedTest
  @MethodSource("names")
  void resultMatchesDirectoryName(String name) {
    ConformanceCase sample = ConformanceCase.of(name);

    VerificationResult result = sample.verify();

    assertThat(result.isGood()).as("%s", result).isEqualTo(!sample.isExpectedToFail());
    result
        .refusedCheck()
        .ifPresent(refusedCheck -> {
          assertThat(refusedCheck.step()).as("%s", refusedCheck).contains(EXPECTED_STEP.get(name));
          assertThat(refusedCheck.reason()).isNotEmpty();
        });
  }

  static List<String> names() throws IOException {
    return ConformanceCase.names();
  }
}

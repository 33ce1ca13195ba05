package org.stellaops.attestor.sigstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.trust.TrustedRoot;

class HostileBundlesTest {
  private static final TestSigner SIGNER = TestSigner.ecdsaP256();

  @Test
  void eachIsDecidedWithAReasonInSecondsAndNoneByAnUnexpectedFailure() {
    FakeLog log = SIGNER.log("hostile.example/log").grow(20);
    SigstoreVerifier verifier =
        new SigstoreVerifier(
            TrustedRoot.parse(TestSigner.trustedRoot(log), "root"),
            VerificationPolicy.key(SIGNER.key()),
            Clock.systemUTC());
    Artifact artifact = Artifact.ofBytes(SIGNER.artifact(1));
    Map<String, byte[]> bundles = HostileBundles.of(SIGNER, log, 100);
    List<String> good = new ArrayList<>();
    List<String> faults = new ArrayList<>();

    bundles.forEach((name, bundle) -> {
      long start = System.nanoTime();
      VerificationResult result = verifier.verify(bundle, artifact);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      String reason = result.refusedCheck().map(CheckResult::reason).orElse("good");
      if (result.isGood() && !HostileBundles.isUnsigned(name)) {
        good.add(name);
      }
      if (reason.contains("unexpected ")
          || reason.isBlank()
          || reason.length() > 1000
          || time.toMillis() > 2000) {
        faults.add(name + ": " + reason + " in " + time.toMillis() + " ms");
      }
    });

    assertThat(bundles).hasSizeGreaterThan(600);
    assertThat(faults).isEmpty();
    assertThat(good).isEmpty();
  }
}

package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.CycleReport;

/** What a caller of a cycle is told. */
final class ReportAssert {
  private ReportAssert() {}

  /** The cycle ended well and has nothing to complain of. */
  static void assertGood(CycleReport report) {
    assertThat(report.message()).isEmpty();
    assertThat(report.failure()).isEmpty();
  }

  /** The cycle refused what it was shown: exit code 1. */
  static void assertRefused(CycleReport report, Failure failure) {
    assertFailed(report, failure);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  /** The cycle failed in this way, says why and what to do. */
  static void assertFailed(CycleReport report, Failure failure) {
    assertThat(report.failure()).as(report.message()).contains(failure);
    assertThat(report.outcome()).isEqualTo(failure.word());
    assertThat(report.message()).isNotBlank();
    assertThat(report.hint()).isNotBlank();
  }
}

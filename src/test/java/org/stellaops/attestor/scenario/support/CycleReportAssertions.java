package org.stellaops.attestor.scenario.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.CycleReport;

/** What a caller of a cycle is told. */
public final class CycleReportAssertions {
  private CycleReportAssertions() {}

  /** The cycle ended well and has nothing to complain of. */
  public static void assertGood(CycleReport report) {
    assertThat(report.message()).isEmpty();
    assertThat(report.failure()).isEmpty();
  }

  /** The cycle refused what it was shown: exit code 1. */
  public static void assertRejected(CycleReport report, Failure failure) {
    assertFailed(report, failure);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.REJECTED);
  }

  /** The cycle failed in this way, says why and what to do. */
  public static void assertFailed(CycleReport report, Failure failure) {
    assertThat(report.failure()).as(report.message()).contains(failure);
    assertThat(report.outcome()).isEqualTo(failure.label());
    assertThat(report.message()).isNotBlank();
    assertThat(report.hint()).isNotBlank();
  }
}

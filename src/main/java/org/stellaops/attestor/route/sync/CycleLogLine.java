package org.stellaops.attestor.route.sync;

import java.time.Duration;
import org.slf4j.spi.LoggingEventBuilder;

/** The log line at the end of a cycle. Its terms are those of the metrics. */
final class CycleLogLine {
  private CycleLogLine() {}

  /** Adds all fields of a cycle except the failure. */
  static LoggingEventBuilder addFields(LoggingEventBuilder line, CycleReport report) {
    LoggingEventBuilder withOutcome =
        line.addKeyValue("backend", report.backend()).addKeyValue("outcome", report.outcome());
    LoggingEventBuilder withError =
        report
            .failure()
            .map(failure -> withOutcome.addKeyValue("error_type", failure.label()))
            .orElse(withOutcome);
    return withError
        .addKeyValue("tree_size", report.treeSize())
        .addKeyValue("mirrored_size", report.mirroredSize())
        .addKeyValue("tiles_cached", report.counters().tiles())
        .addKeyValue("entry_bundles_cached", report.counters().entryBundles())
        .addKeyValue("bytes", report.counters().bytes())
        .addKeyValue("requests", report.counters().requests())
        .addKeyValue("seconds", seconds(report));
  }

  private static double seconds(CycleReport report) {
    return Duration.between(report.started(), report.finished()).toMillis() / 1000.0;
  }
}

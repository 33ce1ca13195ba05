package org.stellaops.attestor.route;

import java.time.Duration;
import org.slf4j.spi.LoggingEventBuilder;

/** The one line of the log that a cycle ends with. Its words are those of the metrics. */
final class CycleLine {
  private CycleLine() {}

  /** The line with all that is told of a cycle but what went wrong. */
  static LoggingEventBuilder tell(LoggingEventBuilder line, CycleReport report) {
    LoggingEventBuilder begun =
        line.addKeyValue("backend", report.backend()).addKeyValue("outcome", report.outcome());
    LoggingEventBuilder told =
        report
            .failure()
            .map(failure -> begun.addKeyValue("error_type", failure.word()))
            .orElse(begun);
    return told.addKeyValue("tree_size", report.treeSize())
        .addKeyValue("mirrored_size", report.mirroredSize())
        .addKeyValue("tiles_cached", report.tally().tiles())
        .addKeyValue("entry_bundles_cached", report.tally().entryBundles())
        .addKeyValue("bytes", report.tally().bytes())
        .addKeyValue("requests", report.tally().requests())
        .addKeyValue("seconds", seconds(report));
  }

  private static double seconds(CycleReport report) {
    return Duration.between(report.started(), report.finished()).toMillis() / 1000.0;
  }
}

package org.stellaops.attestor.route.airgap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.metrics.BundleMetrics;
import org.stellaops.attestor.route.FailureMapper;

/** Records finished exports and imports in the log, the metrics and the history. */
public record BundleHistoryRecorder(BundleMetrics metrics) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.bundles");

  /** Logs one line with user, content and outcome, and updates the metrics. */
  public void logOutcome(@Body BundleReport report) {
    String line = describe(report);
    if (report.failure().isEmpty()) {
      LOG.info("{}", line);
      metrics.recordSuccess(report.direction(), report.backend(), report.finished());
    } else if (report.failure().equals(Optional.of(Failure.INCOMPLETE))) {
      LOG.warn("{}", line);
    } else {
      LOG.error("{}", line);
    }
    metrics.recordOutcome(report.direction(), report.backend(), report.outcome(), report.bytes());
  }

  private static String describe(BundleReport report) {
    StringBuilder line = new StringBuilder();
    line.append(report.direction()).append(" of ").append(SafeText.line(report.file().toString()));
    line.append(": ").append(report.outcome()).append("; by ").append(report.user());
    if (!report.backend().isEmpty()) {
      line.append(", backend ").append(report.backend());
    }
    report.manifest().ifPresent(manifest -> line.append(", ").append(describeContent(manifest)));
    if (!report.sha256().isEmpty()) {
      line.append(", sha256 ").append(report.sha256());
    }
    report.signedBy().ifPresent(exporter -> line.append(", signed by ").append(exporter));
    if (!report.message().isEmpty()) {
      line.append(": ").append(report.message());
    }
    return line.toString();
  }

  private static String describeContent(BundleManifest manifest) {
    String volume = ", volume %s of %s".formatted(manifest.volume(), manifest.volumes());
    String range =
        manifest.from() < manifest.to()
            ? " %s to %s".formatted(manifest.from(), manifest.to() - 1)
            : "";
    return "%s%s of tree size %s"
            .formatted(manifest.content().label(), range, manifest.head().size())
        + (manifest.volumes() > 1 ? volume : "");
  }

  /** Whether the history can be written: false if PostgreSQL was the failure. */
  public boolean canBeRecorded(@Body BundleReport report) {
    return !report.failure().equals(Optional.of(Failure.STORE));
  }

  /** The columns of the history row. */
  public Map<String, @Nullable Object> row(@Body BundleReport report) {
    return report.row();
  }

  /** Logs that the history row is missing; the outcome of the bundle does not change. */
  public void logUnrecorded(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    LOG.warn("cannot write the history of bundles: {}", FailureMapper.map(thrown).getMessage());
  }

  /** The report of an import as a list of one. */
  public List<BundleReport> asList(@Body BundleReport report) {
    return List.of(report);
  }
}

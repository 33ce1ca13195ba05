package org.stellaops.attestor.cli.airgap;

import java.time.Duration;
import java.util.List;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.cli.ExecutionErrorHandler;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.airgap.BundleReport;
import picocli.CommandLine;

/** Prints the reports of exports and imports. */
final class BundleReportPrinter {
  private BundleReportPrinter() {}

  /** Prints successes and failures of a command and returns the worst exit code. */
  static ExitCode print(List<BundleReport> reports, boolean json, CommandLine command) {
    if (json) {
      OutputOption.printJson(command.getOut(), reports.stream().map(BundleReport::json).toList());
    }
    for (BundleReport report : reports) {
      if (!json && report.failure().isEmpty()) {
        command.getOut().println(SafeText.lines(successLine(report)));
      }
      report
          .failure()
          .map(failure ->
              new AttestorException(
                  failure, report.file().getFileName() + ": " + report.message(), report.hint()))
          .ifPresent(failure -> ExecutionErrorHandler.print(failure, command));
    }
    return reports.stream()
        .map(report -> report.failure().map(Failure::exitCode).orElse(ExitCode.SUCCESS))
        .reduce(ExitCode.SUCCESS, ExitCode::worse);
  }

  private static String successLine(BundleReport report) {
    String elapsed = Format.age(Duration.between(report.started(), report.finished()));
    BundleManifest manifest = report.manifest().orElseThrow();
    String summary =
        "%s: %s, %s, tree size %s"
            .formatted(
                report.file(),
                report.outcome(),
                contentSummary(manifest),
                Format.count(manifest.head().size()));
    return report.direction().equals("export")
        ? "%s; %s, %s%s\nsha256 %s"
            .formatted(
                summary,
                Format.bytes(report.bytes()),
                elapsed,
                signatureSuffix(report),
                report.sha256())
        : "%s; %s%s, %s%s%s"
            .formatted(
                summary,
                report.backend(),
                mirrorPosition(report),
                elapsed,
                signatureSuffix(report),
                messageLine(report));
  }

  /** The content of a bundle: {@code entries 0 to 69,999}, {@code tiles of entries 0 to 69,999}. */
  static String contentSummary(BundleManifest manifest) {
    String range = Format.count(manifest.from()) + " to " + Format.count(manifest.to() - 1);
    String content =
        switch (manifest.content()) {
          case ENTRIES -> "entries " + range;
          case TILES -> "tiles of entries " + range;
          case CHECKPOINTS -> "checkpoints";
        };
    return manifest.volumes() == 1
        ? content
        : content + ", volume " + manifest.volume() + " of " + manifest.volumes();
  }

  private static String mirrorPosition(BundleReport report) {
    boolean tiles = report.manifest().map(BundleManifest::hasProofTiles).orElse(false);
    return report.state().map(state -> mirrorPosition(state, tiles)).orElse("");
  }

  private static String mirrorPosition(LogState state, boolean tiles) {
    String position = " is at " + Format.count(state.pending().size());
    return tiles ? position + ", mirrored " + Format.count(state.mirrored().size()) : position;
  }

  private static String messageLine(BundleReport report) {
    return report.message().isEmpty() ? "" : "\n" + report.message();
  }

  private static String signatureSuffix(BundleReport report) {
    return report.signedBy().map(signer -> ", signed by " + signer).orElse("");
  }
}

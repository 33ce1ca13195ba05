package org.stellaops.attestor.route.airgap;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.read.ReceiptPolicy;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.FollowedLogResolver;
import org.stellaops.attestor.route.Operation;

/**
 * The outbox directory for exported bundles. Importers' receipts are put into {@code receipts/},
 * requests for exports into {@code requests/}. Without settings there is no outbox: nothing can be
 * scheduled, and no request file is read.
 */
public record Outbox(
    BackendCatalog backends,
    FollowedLogResolver logs,
    CheckpointStore store,
    ReceiptPolicy policy,
    RequestInbox requests,
    Optional<OutboxSettings> settings) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.bundles");

  /**
   * The due exports of a backend, for each of its logs from the latest receipt, or from entry 0
   * without one. A log is left out if the importer or the outbox has all of it.
   */
  public List<ExportRequest> scheduled(@Variable("backend") String id) {
    return logs.logsOf(backends.get(id)).stream()
        .map(this::scheduled)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<ExportRequest> scheduled(Backend backend) {
    String id = backend.id();
    BundleContent content = content(backend, requireSettings().content());
    Optional<Receipt> receipt = receipts().latest(backend.origin());
    long baseSize = receipt.map(each -> each.baseFor(content).size()).orElse(0L);
    long mirroredSize = mirroredSize(backend);
    if (baseSize > mirroredSize) {
      LOG.warn(
          "backend {}: nothing to export: the importer has {} entries according to its newest"
              + " receipt, the mirror has {}",
          id,
          baseSize,
          mirroredSize);
    }
    String name = id.replace('/', '-') + "-" + (baseSize == 0 ? "" : baseSize + "-") + mirroredSize;
    Path file =
        requireSettings().directory().resolve(name + requireSettings().compression().suffix());
    if (mirroredSize <= baseSize || VolumeName.isWritten(file)) {
      return Optional.empty();
    }
    return Optional.of(
        new ExportRequest(
            id,
            file,
            content,
            true,
            OptionalLong.empty(),
            receipt,
            requireSettings().volumeSize(),
            Optional.empty()));
  }

  /** Starts the scheduled exports of a backend; a later run retries those that fail. */
  public Operation beginSchedule(@Variable("backend") String id) {
    return error -> {
      LOG.error("scheduled export of {}: {}: {}", id, error.failure().label(), error.getMessage());
      return null;
    };
  }

  /** Starts the export for a request file; an unreadable request is answered with the reason. */
  public Operation beginRequest(@Variable("requestFile") Path file) {
    return error -> {
      rejectRequest(file, error);
      return null;
    };
  }

  /** Reads a request file; the outbox settings are the defaults of its keys. */
  public ExportRequest read(@Variable("requestFile") Path requestFile) {
    ExportRequestFile request = ExportRequestFile.read(requestFile);
    Backend backend = logs.activeLogOf(backends.get(request.require("backend")));
    Compression compression = request.compression().orElse(requireSettings().compression());
    BundleContent content =
        request.content().orElseGet(() -> content(backend, requireSettings().content()));
    Optional<String> since = request.find("since");
    Optional<Receipt> receipt =
        since.filter(text -> !isSize(text)).flatMap(text -> receipt(backend, text));
    return new ExportRequest(
        backend.id(),
        requireSettings()
            .directory()
            .resolve(RequestInbox.stem(requestFile) + compression.suffix()),
        content,
        true,
        since.filter(Outbox::isSize).stream().mapToLong(Long::parseLong).findFirst(),
        receipt,
        request.size("volumeSize", requireSettings().volumeSize()),
        Optional.of(requestFile));
  }

  /** The newest receipt of the log for {@code latest}, else the receipt in the named file. */
  private Optional<Receipt> receipt(Backend backend, String text) {
    ReceiptDirectory all = receipts();
    return text.equals("latest") ? all.latest(backend.origin()) : Optional.of(all.byFileName(text));
  }

  /** Whether the export has a file in {@code requests/}. */
  public boolean isRequested(@Variable("exportRequest") ExportRequest request) {
    return request.requestFile().isPresent();
  }

  /** Writes the reports and moves the request file with them, unless the request is retried. */
  public void answer(
      @Variable("exportRequest") ExportRequest request,
      @Variable("reports") List<BundleReport> reports) {
    requests.answer(
        request.requestFile().orElseThrow(),
        reports.stream().flatMap(report -> report.failure().stream()).findFirst(),
        reports.stream().map(BundleReport::json).toList());
  }

  private void rejectRequest(Path file, AttestorException error) {
    LOG.error(
        "request {}: {}: {}",
        SafeText.line(file.toString()),
        error.failure().label(),
        SafeText.line(error.getMessage()));
    Map<String, String> report =
        Map.of(
            "error", error.failure().label(), "message", error.getMessage(), "hint", error.hint());
    requests.answer(file, Optional.of(error.failure()), List.of(report));
  }

  private long mirroredSize(Backend backend) {
    return store
        .find(backend.origin())
        .map(state -> ExportPlanner.exportedHead(backend, state).size())
        .orElse(0L);
  }

  private static BundleContent content(Backend backend, BundleContent wanted) {
    if (!backend.hasTiles()) {
      return BundleContent.CHECKPOINTS;
    }
    return wanted == BundleContent.ENTRIES && !backend.mirrorEntries()
        ? BundleContent.TILES
        : wanted;
  }

  private ReceiptDirectory receipts() {
    return new ReceiptDirectory(requireSettings().directory().resolve("receipts"), policy);
  }

  private OutboxSettings requireSettings() {
    return settings.orElseThrow(() -> new IllegalStateException("there is no outbox"));
  }

  private static boolean isSize(String text) {
    return text.matches("[0-9]{1,18}");
  }
}

package org.stellaops.attestor.route;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.bundle.BundleContent;
import org.stellaops.attestor.bundle.Compression;
import org.stellaops.attestor.bundle.Receipt;
import org.stellaops.attestor.bundle.ReceiptPolicy;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.FollowedLogs;

/**
 * The directory from which bundles are collected. Receipts of the other side are dropped into
 * {@code receipts/}, requests into {@code requests/}.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.bundles");

  private final BackendCatalog backends;
  private final FollowedLogs logs;
  private final CheckpointStore store;
  private final ReceiptPolicy policy;
  private final Optional<OutboxSettings> settings;

  /** An outbox; without settings there is none, and nothing asks for it. */
  public Outbox(
      BackendCatalog backends,
      FollowedLogs logs,
      CheckpointStore store,
      ReceiptPolicy policy,
      Optional<OutboxSettings> settings) {
    this.backends = backends;
    this.logs = logs;
    this.store = store;
    this.policy = policy;
    this.settings = settings;
  }

  /**
   * What is new of the logs of a backend since the latest receipt of each, or everything if there
   * is none; nothing of a log if the importer or the outbox has it all.
   */
  public List<ExportRequest> scheduled(@Variable("backend") String id) {
    return logs.of(backends.get(id)).stream()
        .map(this::scheduled)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<ExportRequest> scheduled(Backend backend) {
    String id = backend.id();
    BundleContent content = content(backend, configured().content());
    Optional<Receipt> receipt = receipts().latest(backend.origin());
    long base = receipt.map(each -> each.base(content).size()).orElse(0L);
    long mirrored = mirrored(backend);
    if (base > mirrored) {
      LOG.warn(
          "nothing is exported of {}: the newest receipt says that the importer has {} entries,"
              + " and {} are mirrored here",
          id,
          base,
          mirrored);
    }
    String name = id.replace('/', '-') + "-" + (base == 0 ? "" : base + "-") + mirrored;
    Path file = configured().directory().resolve(name + configured().compression().suffix());
    if (mirrored <= base || VolumeName.isWritten(file)) {
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
            configured().volumeSize(),
            Optional.empty()));
  }

  /** Reads a request. */
  public ExportRequest read(@Variable("asked") String file) {
    Path asked = Path.of(file);
    RequestFile request = RequestFile.read(asked);
    Backend backend = logs.one(backends.get(request.text("backend")));
    Compression compression =
        request
            .find("compression")
            .map(word -> RequestFile.compression(asked, word))
            .orElse(configured().compression());
    BundleContent content =
        request
            .find("content")
            .map(word -> RequestFile.content(asked, word))
            .orElseGet(() -> content(backend, configured().content()));
    Optional<String> since = request.find("since");
    Optional<Receipt> receipt =
        since.filter(text -> !isSize(text)).flatMap(text -> receipt(backend, text));
    return new ExportRequest(
        backend.id(),
        configured().directory().resolve(stem(asked) + compression.suffix()),
        content,
        true,
        since
            .filter(Outbox::isSize)
            .map(Long::parseLong)
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty()),
        receipt,
        request.size("volumeSize", configured().volumeSize()),
        Optional.of(asked));
  }

  /** {@code latest} is the newest receipt of the log, if there is one; else the name of a file. */
  private Optional<Receipt> receipt(Backend backend, String text) {
    Receipts all = receipts();
    return text.equals("latest") ? all.latest(backend.origin()) : Optional.of(all.named(text));
  }

  /** Whether a file in {@code requests/} has asked for the export. */
  public boolean isAsked(@Variable("request") ExportRequest request) {
    return request.answers().isPresent();
  }

  /** Puts the reports beside the request and the request out of the way, unless it may yet go. */
  public void answer(
      @Variable("request") ExportRequest request, @Variable("reports") List<BundleReport> reports) {
    answer(
        request.answers().orElseThrow(),
        reports.stream().flatMap(report -> report.failure().stream()).findFirst(),
        reports.stream().map(BundleReport::json).toList());
  }

  /** The request could not even be read. */
  public void refuse(
      @Variable("asked") String file,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException why = Failures.of(thrown);
    LOG.error("request {}: {}: {}", file, why.failure().word(), why.getMessage());
    answer(
        Path.of(file),
        Optional.of(why.failure()),
        List.of(
            Map.of(
                "error", why.failure().word(), "message", why.getMessage(), "hint", why.hint())));
  }

  private static void answer(Path asked, Optional<Failure> failure, List<?> reports) {
    if (failure.isPresent()
        && failure.get().exitCode() == ExitCode.OPERATIONAL
        && failure.get() != Failure.INTERNAL) {
      return; // the database or the disk is away; the request waits for it
    }
    Path folder = asked.resolveSibling(failure.isEmpty() ? "served" : "refused");
    ReportFiles.write(folder.resolve(stem(asked) + ".report.json"), reports);
    ReportFiles.move(asked, folder.resolve(asked.getFileName()));
  }

  /** What could not be exported now is tried again at the next time. */
  public void failSchedule(
      @Variable("backend") String id,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException why = Failures.of(thrown);
    LOG.error("scheduled export of {}: {}: {}", id, why.failure().word(), why.getMessage());
  }

  private long mirrored(Backend backend) {
    return store
        .find(backend.origin())
        .map(state -> ExportOrders.tree(backend, state).size())
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

  private Receipts receipts() {
    return new Receipts(configured().directory().resolve("receipts"), policy);
  }

  private OutboxSettings configured() {
    return settings.orElseThrow(() -> new IllegalStateException("there is no outbox"));
  }

  private static boolean isSize(String text) {
    return text.matches("[0-9]{1,18}");
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }
}

package org.stellaops.attestor.route.airgap;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.Reported;

/**
 * The result of the export or import of one bundle, for the history, the log and the answer to a
 * request.
 *
 * @param direction {@code export} or {@code import}
 * @param backend the id of the backend; empty if the log of the bundle is unknown
 * @param file the bundle
 * @param sha256 of the file; empty if it was not read or written completely
 * @param bytes of the file that were read or written
 * @param manifest the manifest of the bundle; empty if it could not be read
 * @param signedBy the exporter whose signature was verified; empty if there is none
 * @param started when it began
 * @param finished when it ended
 * @param outcome one word: the result, or the failure
 * @param failure the kind of failure; empty on success
 * @param state the current state of the log; empty before first contact
 * @param receipt the receipt for the exporter; empty for an export and for a failure
 * @param verification what was proved about the bundle; empty for an export and for a failure
 * @param message why it failed or was not compared; empty otherwise
 * @param hint the next step; empty if none is needed
 */
public record BundleReport(
    String direction,
    String backend,
    Path file,
    String sha256,
    long bytes,
    Optional<BundleManifest> manifest,
    Optional<String> signedBy,
    Instant started,
    Instant finished,
    String outcome,
    Optional<Failure> failure,
    Optional<LogState> state,
    Optional<Receipt> receipt,
    Optional<ImportVerification> verification,
    String message,
    String hint)
    implements Reported {

  /**
   * The report of a failure before any part of the bundle was read or written completely.
   *
   * @param backend the id of the backend; empty if the log of the bundle is unknown
   * @param manifest the manifest of the bundle; empty if it was not read or planned either
   */
  static BundleReport failed(
      String direction,
      String backend,
      Path file,
      Optional<BundleManifest> manifest,
      Instant started,
      Instant finished,
      AttestorException error) {
    return new BundleReport(
        direction,
        backend,
        file,
        "",
        0,
        manifest,
        Optional.empty(),
        started,
        finished,
        error.failure().label(),
        Optional.of(error.failure()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        error.getMessage(),
        error.hint());
  }

  /** The report of an import that failed before any part of the tree was read. */
  public static BundleReport ofUnread(
      Path file,
      String backend,
      Optional<BundleManifest> manifest,
      Instant now,
      AttestorException error) {
    return failed("import", backend, file, manifest, now, now, error);
  }

  /** The system user that runs this process. */
  String user() {
    return System.getProperty("user.name", "unknown");
  }

  /** The columns of the history row, by the names in the SQL of the route. */
  public Map<String, @Nullable Object> row() {
    Map<String, @Nullable Object> row = json();
    row.put("fromEntry", row.get("from"));
    row.put("toEntry", row.get("to"));
    row.put("rootHash", manifest.map(value -> value.head().root().bytes()).orElse(null));
    row.put("startedAt", started.atOffset(ZoneOffset.UTC));
    row.put("finishedAt", finished.atOffset(ZoneOffset.UTC));
    return row;
  }

  @Override
  public String event() {
    return direction;
  }

  @Override
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("direction", direction);
    json.put("outcome", outcome);
    json.put("error", failure.map(Failure::label).orElse(null));
    json.put("message", blankToNull(message));
    json.put("hint", blankToNull(hint));
    json.put("backend", blankToNull(backend));
    json.put("origin", manifest.map(value -> value.origin().name()).orElse(null));
    json.put("file", file.toString());
    json.put("sha256", blankToNull(sha256));
    json.put("bytes", bytes);
    json.put("content", manifest.map(value -> value.content().label()).orElse(null));
    json.put("treeSize", manifest.map(value -> value.head().size()).orElse(null));
    json.put("rootHash", manifest.map(value -> value.head().root().toString()).orElse(null));
    json.put("baseSize", manifest.map(value -> value.base().size()).orElse(null));
    json.put("from", manifest.map(BundleManifest::from).orElse(null));
    json.put("to", manifest.map(BundleManifest::to).orElse(null));
    json.put("volume", manifest.map(BundleManifest::volume).orElse(null));
    json.put("volumes", manifest.map(BundleManifest::volumes).orElse(null));
    json.put("signedBy", signedBy.orElse(null));
    json.put("proved", verification.map(ImportVerification::json).orElse(null));
    json.put("pendingSize", state.map(value -> value.pending().size()).orElse(null));
    json.put("mirroredSize", state.map(value -> value.mirrored().size()).orElse(null));
    json.put("coveredSize", state.map(LogState::covered).orElse(null));
    json.put("who", user());
    json.put("startedAt", started.toString());
    json.put("finishedAt", finished.toString());
    return json;
  }

  private static @Nullable String blankToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

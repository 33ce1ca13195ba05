package org.stellaops.attestor.metrics;

import java.util.List;
import java.util.Locale;

/**
 * The table of all metrics of this program, sorted by name. The table in {@code docs/operations.md}
 * is generated from it; Camel adds its own metrics of routes.
 *
 * <p>A metric is declared here and set with {@link MetricsPage#counter} or {@link
 * MetricsPage#gauge}.
 */
public enum Metric {
  ALERTS_DELIVERED("attestor_alerts_delivered_total", "Alerts accepted by the webhook"),
  ALERT_FAILURES(
      "attestor_alerts_failures_total", "Alerts not accepted by the webhook after several tries"),
  ALERTS_UNDELIVERED("attestor_alerts_undelivered", "Alerts not yet delivered to the webhook"),
  ATTESTATION_INBOX_WAITING(
      "attestor_attestation_inbox_waiting",
      "Attestations in the inbox that cannot be verified or moved yet"),
  ATTESTATIONS(
      "attestor_attestations_total",
      "Attestations from the inbox that were verified, by verdict",
      "verdict"),
  AUDIT_FINDINGS(
      "attestor_audit_findings",
      "Damaged, missing and unexpected files found by the last audit",
      "backend"),
  AUDIT_LAST_TIMESTAMP(
      "attestor_audit_last_timestamp_seconds",
      "End of the last audit of the mirrored files, Unix time",
      "backend"),
  AUDIT_PERIOD("attestor_audit_period_seconds", "Time from the start of an audit to the next"),
  BUNDLE_EXPORT_BYTES("attestor_bundle_export_bytes_total", "Bytes of exported bundles", "backend"),
  BUNDLE_EXPORT_LAST_SUCCESS(
      "attestor_bundle_export_last_success_timestamp_seconds",
      "Last successful export of a bundle, Unix time",
      "backend"),
  BUNDLE_EXPORTS(
      "attestor_bundle_exports_total", "Exports of bundles, by outcome", "backend", "outcome"),
  BUNDLE_IMPORT_BYTES("attestor_bundle_import_bytes_total", "Bytes of imported bundles", "backend"),
  BUNDLE_IMPORT_LAST_SUCCESS(
      "attestor_bundle_import_last_success_timestamp_seconds",
      "Last successful import of a bundle, Unix time",
      "backend"),
  BUNDLE_IMPORTS(
      "attestor_bundle_imports_total",
      "Imports of bundles, by outcome; backend is empty if the bundle's log is not configured",
      "backend",
      "outcome"),
  BUNDLE_INBOX_WAITING(
      "attestor_bundle_inbox_waiting", "Bundles in the inbox that cannot be imported yet"),
  BUNDLE_REQUESTS_WAITING(
      "attestor_bundle_requests_waiting", "Requests for exports that cannot be answered yet"),
  EVENTS(
      "attestor_events_total",
      "Events for attestor.events.endpoint, by outcome: sent, failed, or dropped because the"
          + " endpoint was too slow",
      "outcome"),
  PURGED_FILES(
      "attestor_purged_files_total", "Files removed after their retention, see attestor.retention"),
  PURGED_ROWS(
      "attestor_purged_rows_total",
      "Rows removed after their retention, see attestor.retention",
      "table"),
  CHECKPOINT_AGE(
      "attestor_rekor_sync_checkpoint_age_seconds",
      Type.HISTOGRAM,
      "Checkpoint age at sync time: how long the log has had this tree size",
      "backend"),
  CHECKPOINTS_FETCHED(
      "attestor_rekor_sync_checkpoints_fetched_total",
      "Checkpoints fetched from remote",
      "backend"),
  CHECKPOINTS_STORED(
      "attestor_rekor_sync_checkpoints_stored_total", "Checkpoints stored locally", "backend"),
  COMPARISONS(
      "attestor_rekor_sync_comparisons_total",
      "Comparisons with the checkpoints of peers, by outcome",
      "backend",
      "outcome"),
  COVERAGE_RATIO(
      "attestor_rekor_sync_coverage_ratio",
      "Fraction of the pending checkpoint's entries, from the minimum index, that is on disk, 0 to"
          + " 1; NaN if the mirror is damaged",
      "backend"),
  DAMAGED(
      "attestor_rekor_sync_damaged",
      "1 if files of the mirror are missing, or its directory is another one, else 0",
      "backend"),
  DIVERGENCES(
      "attestor_rekor_sync_divergences_total",
      "Contradictions in the history of a log, by class",
      "backend",
      "class"),
  ENTRY_BUNDLES_CACHED(
      "attestor_rekor_sync_entry_bundles_cached_total", "Entry bundles written locally", "backend"),
  ENTRY_BUNDLES_FETCHED(
      "attestor_rekor_sync_entry_bundles_fetched_total",
      "Entry bundles fetched from remote",
      "backend"),
  ERRORS("attestor_rekor_sync_errors_total", "Sync errors", "backend", "error_type"),
  FROZEN(
      "attestor_rekor_sync_frozen",
      "1 if the log has announced that it takes no more entries, else 0",
      "backend"),
  LAST_GROWTH(
      "attestor_rekor_sync_last_growth_timestamp_seconds",
      "Last observed growth of the log, Unix time",
      "backend"),
  LAST_SUCCESS_AGE(
      "attestor_rekor_sync_last_success_seconds",
      "Time since the last successful cycle; +Inf before the first",
      "backend"),
  LAST_SUCCESS(
      "attestor_rekor_sync_last_success_timestamp_seconds",
      "End of the last successful cycle, Unix time",
      "backend"),
  MINIMUM_INDEX(
      "attestor_rekor_sync_minimum_index",
      "First entry in the mirror; those before it were pruned",
      "backend"),
  MIRRORED_SIZE(
      "attestor_rekor_sync_mirrored_size", "Tree size of the mirrored checkpoint", "backend"),
  NO_GROWTH_AFTER(
      "attestor_rekor_sync_no_growth_after_seconds",
      "Configured limit for the time since the last growth; +Inf if there is none",
      "backend"),
  PAUSED(
      "attestor_rekor_sync_paused",
      "1 while an operator has paused the backend, else 0",
      "backend"),
  QUARANTINED(
      "attestor_rekor_sync_quarantined",
      "1 if the backend is in quarantine after a contradiction, else 0",
      "backend"),
  STALE_AFTER(
      "attestor_rekor_sync_stale_after_seconds",
      "Configured limit for the time since the last successful cycle",
      "backend"),
  TILES_CACHED_NOW("attestor_rekor_sync_tiles_cached", "Hash tiles in the mirror", "backend"),
  TILES_CACHED("attestor_rekor_sync_tiles_cached_total", "Hash tiles written locally", "backend"),

  TILES_FETCHED(
      "attestor_rekor_sync_tiles_fetched_total", "Hash tiles fetched from remote", "backend"),
  TREE_SIZE("attestor_rekor_sync_tree_size", "Tree size of the pending checkpoint", "backend"),

  TRUSTED_ON_FIRST_USE(
      "attestor_rekor_sync_trusted_on_first_use",
      "1 if the first contact with the log is not confirmed yet, else 0",
      "backend"),
  TILE_CACHE_BYTES(
      "attestor_tile_cache_bytes", "Size of all mirrored files in bytes; NaN if there is no limit"),
  TILE_CACHE_LIMIT(
      "attestor_tile_cache_limit_bytes",
      "Configured limit for the size of all mirrored files in bytes; 0 if there is none"),
  TRUSTED_ROOT_AGE(
      "attestor_trusted_root_age_seconds",
      "Age of the trusted root that attestations are verified with; NaN if it is the built-in one"
          + " and there is no verify.inbox"),
  TUF_EXPIRES(
      "attestor_tuf_expires_timestamp_seconds",
      "Expiry of the TUF metadata stored with the trusted root, Unix time, by role; NaN if there is"
          + " none",
      "role");

  /** The types of the Prometheus text format that this program uses. */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM;

    /** As in the Prometheus text format: {@code counter}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String metricName;
  private final Type type;
  private final String help;
  private final List<String> labels;

  /** A counter if the name ends in {@code _total}, as Prometheus requires, else a gauge. */
  Metric(String metricName, String help, String... labels) {
    this(metricName, metricName.endsWith("_total") ? Type.COUNTER : Type.GAUGE, help, labels);
  }

  Metric(String metricName, Type type, String help, String... labels) {
    this.metricName = metricName;
    this.type = type;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** The name on the metrics page, as {@code attestor_rekor_sync_tree_size}. */
  public String metricName() {
    return metricName;
  }

  /** The type on the metrics page. */
  public Type type() {
    return type;
  }

  /** The help text on the metrics page. */
  public String help() {
    return help;
  }

  /** The names of the labels, in the order of their values. */
  public List<String> labels() {
    return labels;
  }
}

package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.config.schema.AirGapKeys;
import org.stellaops.attestor.config.schema.AlertKeys;
import org.stellaops.attestor.config.schema.AuditKeys;
import org.stellaops.attestor.config.schema.BackendKeys;
import org.stellaops.attestor.config.schema.CheckpointStoreKeys;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.config.schema.ConsoleKeys;
import org.stellaops.attestor.config.schema.MonitoringKeys;
import org.stellaops.attestor.config.schema.ProgramKeys;
import org.stellaops.attestor.config.schema.RekorSyncKeys;
import org.stellaops.attestor.config.schema.RequestKeys;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.config.schema.TileCacheKeys;
import org.stellaops.attestor.config.schema.VerifyKeys;
import org.stellaops.attestor.connectionstring.ConnectionString;

/**
 * Settings as flat text: {@code attestor.rekorSync.syncInterval} is {@code 5m}, {@code
 * attestor.rekorSync.backends[0].id} is {@code sigstore-rekor-v2}. Every key of the table is there,
 * in its order, also those that the file does not have; a value that is not set is empty. Routes
 * read them as {@code {{attestor.rekorSync.syncInterval}}}. Passwords are {@code ***}.
 */
public final class Placeholders {
  private final Map<String, String> values = new LinkedHashMap<>();

  private Placeholders() {}

  /** All of them, in the order of the table. */
  public static Map<String, String> of(Settings settings) {
    Placeholders placeholders = new Placeholders();
    placeholders.put(ProgramKeys.DATA_DIR, settings.dataDir());
    placeholders.put(settings.program());
    placeholders.put(settings.sync());
    placeholders.put(settings.sync().requests());
    placeholders.put(settings.backends());
    placeholders.put(settings.store());
    placeholders.put(settings.tiles());
    placeholders.put(settings.audit());
    placeholders.put(settings.alerts());
    placeholders.put(settings.airGap());
    placeholders.put(settings.verify());
    placeholders.put(settings.monitoring());
    placeholders.put(settings.console());
    return placeholders.values;
  }

  /** Gives text back that Camel takes as it is; refuses text that it would replace. */
  public static String requireLiteral(String text) {
    if (text.contains("{{") || text.contains("}}")) {
      throw ConfigErrors.invalid("{{ and }} are for placeholders in routes", "remove the braces");
    }
    return text;
  }

  private void put(RekorSyncSettings sync) {
    put(RekorSyncKeys.ENABLED, sync.enabled());
    put(RekorSyncKeys.SYNC_INTERVAL, sync.syncInterval());
    put(RekorSyncKeys.INITIAL_DELAY, sync.initialDelay());
    put(RekorSyncKeys.ENABLE_TILE_SYNC, sync.enableTileSync());
    put(RekorSyncKeys.MAX_TILES_PER_SYNC, sync.maxTilesPerSync());
    put(RekorSyncKeys.WORK_ENDPOINT, sync.workEndpoint());
    put(RekorSyncKeys.PARALLEL_UNITS, sync.parallelUnits());
  }

  private void put(RequestSettings requests) {
    put(RequestKeys.PARALLEL_REQUESTS, requests.parallelRequests());
    put(RequestKeys.REQUESTS_PER_SECOND, requests.requestsPerSecond());
    put(RequestKeys.REQUEST_TIMEOUT, requests.requestTimeout());
    put(RequestKeys.RETRIES, requests.retries());
    put(RequestKeys.RETRY_DELAY, requests.retryDelay());
    put(RequestKeys.MAX_RETRY_AFTER, requests.maxRetryAfter());
    put(RequestKeys.CONTACT, requests.contact());
  }

  private void put(List<BackendSettings> backends) {
    for (int i = 0; i < backends.size(); i++) {
      Placeholders one = new Placeholders();
      one.put(backends.get(i));
      String index = "[" + i + "]";
      one.values.forEach((path, value) -> values.put(path.replace("[]", index), value));
    }
  }

  private void put(BackendSettings backend) {
    PublicKeySource key = backend.publicKey();
    put(BackendKeys.ID, backend.id());
    put(BackendKeys.ORIGIN, backend.origin());
    put(BackendKeys.BASE_URL, backend.baseUrl());
    put(BackendKeys.READ_URL, backend.readUrl());
    put(BackendKeys.TYPE, backend.type());
    put(
        BackendKeys.PUBLIC_KEY_PATH,
        key instanceof PublicKeySource.InFile file ? Optional.of(file.path()) : Optional.empty());
    put(
        BackendKeys.PUBLIC_KEY,
        key instanceof PublicKeySource.Inline text ? Optional.of(text.text()) : Optional.empty());
    put(BackendKeys.KEY_NAME, backend.keyName());
    put(BackendKeys.KEY_VALID_FROM, backend.keyPolicy().validFrom());
    put(BackendKeys.KEY_VALID_UNTIL, backend.keyPolicy().validUntil());
    put(BackendKeys.WITNESS_KEYS, backend.keyPolicy().witnesses());
    put(BackendKeys.MIRROR_ENTRIES, backend.mirrorEntries());
    put(BackendKeys.ENABLED, backend.enabled());
    put(BackendKeys.COMPARE_URL, backend.compareUrl());
    put(BackendKeys.CRITICAL, backend.critical());
  }

  private void put(CheckpointStoreSettings store) {
    values.put(
        CheckpointStoreKeys.CONNECTION_STRING.path(),
        store.connectionString().map(ConnectionString::toString).orElse(""));
    put(CheckpointStoreKeys.PASSWORD_FILE, file(store.password()));
    put(CheckpointStoreKeys.PASSWORD_ENV, variable(store.password()));
    put(CheckpointStoreKeys.SCHEMA, store.schema());
    put(CheckpointStoreKeys.AUTO_INITIALIZE_SCHEMA, store.autoInitializeSchema());
  }

  private void put(TileCacheSettings tiles) {
    put(TileCacheKeys.BASE_PATH, tiles.basePath());
    put(TileCacheKeys.MAX_CACHE_SIZE_BYTES, tiles.maxCacheSizeBytes());
    put(TileCacheKeys.AUTO_PRUNE_AFTER, tiles.autoPruneAfter());
  }

  private void put(AuditSettings audit) {
    put(AuditKeys.ENABLED, audit.enabled());
    put(AuditKeys.INITIAL_DELAY, audit.initialDelay());
    put(AuditKeys.PERIOD, audit.period());
    put(AuditKeys.BYTES_PER_SECOND, audit.bytesPerSecond());
  }

  private void put(AlertSettings alerts) {
    put(AlertKeys.NO_GROWTH_AFTER, alerts.noGrowthAfter());
    put(AlertKeys.WEBHOOK_URL, alerts.webhookUrl());
    put(AlertKeys.WEBHOOK_HEADER, alerts.webhookHeader());
    put(AlertKeys.WEBHOOK_SECRET_FILE, file(alerts.webhookSecret()));
    put(AlertKeys.WEBHOOK_SECRET_ENV, variable(alerts.webhookSecret()));
    put(AlertKeys.WEBHOOK_TIMEOUT, alerts.webhookTimeout());
    put(AlertKeys.RETRY_INTERVAL, alerts.retryInterval());
  }

  private void put(AirGapSettings airGap) {
    put(AirGapKeys.INBOX, airGap.inbox());
    put(AirGapKeys.INBOX_INTERVAL, airGap.inboxInterval());
    put(AirGapKeys.SETTLE_TIME, airGap.settleTime());
    put(AirGapKeys.REQUIRE_SIGNED_BUNDLES, airGap.requireSignedBundles());
    put(AirGapKeys.TRUSTED_EXPORTERS, airGap.trustedExporters());
    put(AirGapKeys.TRUSTED_IMPORTERS, airGap.trustedImporters());
    put(AirGapKeys.SIGNING_KEY_PATH, airGap.signingKeyPath());
    put(AirGapKeys.OUTBOX, airGap.outbox());
    put(AirGapKeys.EXPORT_INTERVAL, airGap.exportInterval());
    put(AirGapKeys.EXPORT_CONTENT, airGap.exportContent());
    put(AirGapKeys.EXPORT_COMPRESSION, airGap.exportCompression());
    put(AirGapKeys.VOLUME_SIZE, airGap.volumeSize());
  }

  private void put(VerifySettings verify) {
    put(VerifyKeys.TRUSTED_ROOT_PATH, verify.trustedRootPath());
    put(VerifyKeys.INBOX, verify.inbox());
    put(VerifyKeys.OUTBOX, verify.outbox());
    put(VerifyKeys.INBOX_INTERVAL, verify.inboxInterval());
    put(VerifyKeys.SETTLE_TIME, verify.settleTime());
    put(VerifyKeys.CERTIFICATE_IDENTITY, verify.certificateIdentity());
    put(VerifyKeys.CERTIFICATE_IDENTITY_REGEXP, verify.certificateIdentityRegexp());
    put(VerifyKeys.CERTIFICATE_OIDC_ISSUER, verify.certificateOidcIssuer());
    put(VerifyKeys.CERTIFICATE_OIDC_ISSUER_REGEXP, verify.certificateOidcIssuerRegexp());
    put(VerifyKeys.KEY_PATH, verify.keyPath());
    put(VerifyKeys.REQUIRE_ANCHORED, verify.requireAnchored());
    put(VerifyKeys.MAX_AGE, verify.maxAge());
  }

  private void put(MonitoringSettings monitoring) {
    put(MonitoringKeys.ENABLED, monitoring.enabled());
    put(MonitoringKeys.HOST, monitoring.host());
    put(MonitoringKeys.PORT, monitoring.port());
  }

  private void put(ConsoleSettings console) {
    put(ConsoleKeys.ENABLED, console.enabled());
    put(ConsoleKeys.HOST, console.host());
    put(ConsoleKeys.PORT, console.port());
    put(ConsoleKeys.USER, console.user());
    put(ConsoleKeys.PASSWORD_FILE, file(console.password()));
    put(ConsoleKeys.PASSWORD_ENV, variable(console.password()));
  }

  private void put(ProgramSettings program) {
    put(ProgramKeys.ROUTES_DIR, program.routesDir());
    put(ProgramKeys.WATCH_INTERVAL, program.watchInterval());
    put(ProgramKeys.LOG_FORMAT, program.logFormat());
  }

  private static Optional<Path> file(Optional<PasswordSource> password) {
    return password
        .filter(PasswordSource.InFile.class::isInstance)
        .map(source -> ((PasswordSource.InFile) source).path());
  }

  private static Optional<String> variable(Optional<PasswordSource> password) {
    return password
        .filter(PasswordSource.InEnvironment.class::isInstance)
        .map(source -> ((PasswordSource.InEnvironment) source).variable());
  }

  private <T> void put(SettingKey<T> key, T value) {
    values.put(key.path(), key.type().print(value));
  }
}

package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.config.schema.AirGapKeys;
import org.stellaops.attestor.config.schema.AlertKeys;
import org.stellaops.attestor.config.schema.AuditKeys;
import org.stellaops.attestor.config.schema.BackendKeys;
import org.stellaops.attestor.config.schema.BackendType;
import org.stellaops.attestor.config.schema.CheckpointStoreKeys;
import org.stellaops.attestor.config.schema.ConsoleKeys;
import org.stellaops.attestor.config.schema.MonitoringKeys;
import org.stellaops.attestor.config.schema.ProgramKeys;
import org.stellaops.attestor.config.schema.RekorSyncKeys;
import org.stellaops.attestor.config.schema.RequestKeys;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.config.schema.TileCacheKeys;
import org.stellaops.attestor.config.schema.VerifyKeys;

/**
 * Makes settings of the values of a file that has no problems.
 *
 * @param bases where relative paths begin
 * @param defaultDataDir the data directory of a file that names none
 */
record SettingsFactory(BaseDirectories bases, Path defaultDataDir) {
  Settings create(ParsedValues program, List<ParsedValues> backends) {
    Path dataDir = bases.resolveOutput(program.find(ProgramKeys.DATA_DIR).orElse(defaultDataDir));
    return new Settings(
        dataDir,
        sync(program),
        store(program),
        tiles(program, dataDir),
        audit(program),
        alerts(program),
        airGap(program),
        verify(program),
        monitoring(program),
        console(program),
        program(program),
        backends.stream().map(this::backend).toList());
  }

  private static RekorSyncSettings sync(ParsedValues values) {
    return new RekorSyncSettings(
        values.get(RekorSyncKeys.ENABLED),
        values.get(RekorSyncKeys.SYNC_INTERVAL),
        values.get(RekorSyncKeys.INITIAL_DELAY),
        values.get(RekorSyncKeys.ENABLE_TILE_SYNC),
        values.get(RekorSyncKeys.MAX_TILES_PER_SYNC),
        values.get(RekorSyncKeys.WORK_ENDPOINT),
        values.get(RekorSyncKeys.PARALLEL_UNITS),
        requests(values));
  }

  private static RequestSettings requests(ParsedValues values) {
    return new RequestSettings(
        values.get(RequestKeys.PARALLEL_REQUESTS),
        values.get(RequestKeys.REQUESTS_PER_SECOND),
        values.get(RequestKeys.REQUEST_TIMEOUT),
        values.get(RequestKeys.RETRIES),
        values.get(RequestKeys.RETRY_DELAY),
        values.get(RequestKeys.MAX_RETRY_AFTER),
        values.get(RequestKeys.CONTACT));
  }

  private CheckpointStoreSettings store(ParsedValues values) {
    return new CheckpointStoreSettings(
        values.get(CheckpointStoreKeys.CONNECTION_STRING),
        password(values, CheckpointStoreKeys.PASSWORD_FILE, CheckpointStoreKeys.PASSWORD_ENV),
        values.get(CheckpointStoreKeys.SCHEMA),
        values.get(CheckpointStoreKeys.AUTO_INITIALIZE_SCHEMA));
  }

  private Optional<PasswordSource> password(
      ParsedValues values, SettingKey<Optional<Path>> file, SettingKey<Optional<String>> variable) {
    Optional<PasswordSource> inFile =
        values
            .get(file)
            .map(path -> new PasswordSource.InFile(file.path(), bases.resolveInput(path)));
    return inFile.or(() ->
        values.get(variable).map(name -> new PasswordSource.InEnvironment(variable.path(), name)));
  }

  private AlertSettings alerts(ParsedValues values) {
    return new AlertSettings(
        values.get(AlertKeys.NO_GROWTH_AFTER),
        values.get(AlertKeys.WEBHOOK_URL),
        values.get(AlertKeys.WEBHOOK_HEADER),
        password(values, AlertKeys.WEBHOOK_SECRET_FILE, AlertKeys.WEBHOOK_SECRET_ENV),
        values.get(AlertKeys.WEBHOOK_TIMEOUT),
        values.get(AlertKeys.RETRY_INTERVAL));
  }

  private TileCacheSettings tiles(ParsedValues values, Path dataDir) {
    return new TileCacheSettings(
        values
            .find(TileCacheKeys.BASE_PATH)
            .map(bases::resolveOutput)
            .orElse(dataDir.resolve("tiles")),
        values.get(TileCacheKeys.MAX_CACHE_SIZE_BYTES),
        values.get(TileCacheKeys.AUTO_PRUNE_AFTER));
  }

  private static AuditSettings audit(ParsedValues values) {
    return new AuditSettings(
        values.get(AuditKeys.ENABLED),
        values.get(AuditKeys.INITIAL_DELAY),
        values.get(AuditKeys.PERIOD),
        values.get(AuditKeys.BYTES_PER_SECOND));
  }

  private AirGapSettings airGap(ParsedValues values) {
    return new AirGapSettings(
        values.get(AirGapKeys.INBOX).map(bases::resolveOutput),
        values.get(AirGapKeys.INBOX_INTERVAL),
        values.get(AirGapKeys.SETTLE_TIME),
        values.get(AirGapKeys.REQUIRE_SIGNED_BUNDLES),
        values.get(AirGapKeys.TRUSTED_EXPORTERS),
        values.get(AirGapKeys.TRUSTED_IMPORTERS),
        values.get(AirGapKeys.SIGNING_KEY_PATH).map(bases::resolveInput),
        values.get(AirGapKeys.OUTBOX).map(bases::resolveOutput),
        values.get(AirGapKeys.EXPORT_INTERVAL),
        values.get(AirGapKeys.EXPORT_CONTENT),
        values.get(AirGapKeys.EXPORT_COMPRESSION),
        values.get(AirGapKeys.VOLUME_SIZE));
  }

  private VerifySettings verify(ParsedValues values) {
    return new VerifySettings(
        values.get(VerifyKeys.TRUSTED_ROOT_PATH).map(bases::resolveInput),
        values.get(VerifyKeys.INBOX).map(bases::resolveOutput),
        values.get(VerifyKeys.OUTBOX).map(bases::resolveOutput),
        values.get(VerifyKeys.INBOX_INTERVAL),
        values.get(VerifyKeys.SETTLE_TIME),
        values.get(VerifyKeys.CERTIFICATE_IDENTITY),
        values.get(VerifyKeys.CERTIFICATE_IDENTITY_REGEXP),
        values.get(VerifyKeys.CERTIFICATE_OIDC_ISSUER),
        values.get(VerifyKeys.CERTIFICATE_OIDC_ISSUER_REGEXP),
        values.get(VerifyKeys.KEY_PATH).map(bases::resolveInput),
        values.get(VerifyKeys.REQUIRE_ANCHORED),
        values.get(VerifyKeys.MAX_AGE));
  }

  private static MonitoringSettings monitoring(ParsedValues values) {
    return new MonitoringSettings(
        values.get(MonitoringKeys.ENABLED),
        values.get(MonitoringKeys.HOST),
        values.get(MonitoringKeys.PORT));
  }

  private ConsoleSettings console(ParsedValues values) {
    return new ConsoleSettings(
        values.get(ConsoleKeys.ENABLED),
        values.get(ConsoleKeys.HOST),
        values.get(ConsoleKeys.PORT),
        values.get(ConsoleKeys.USER),
        password(values, ConsoleKeys.PASSWORD_FILE, ConsoleKeys.PASSWORD_ENV));
  }

  private ProgramSettings program(ParsedValues values) {
    return new ProgramSettings(
        values.get(ProgramKeys.ROUTES_DIR).map(bases::resolveInput),
        values.get(ProgramKeys.WATCH_INTERVAL),
        values.get(ProgramKeys.LOG_FORMAT));
  }

  private BackendSettings backend(ParsedValues values) {
    String origin = values.get(BackendKeys.ORIGIN);
    return new BackendSettings(
        values.get(BackendKeys.ID),
        origin,
        values.find(BackendKeys.KEY_NAME).orElse(origin),
        values.get(BackendKeys.TYPE),
        values.get(BackendKeys.BASE_URL),
        values.get(BackendKeys.READ_URL),
        publicKey(values),
        mirrorsEntries(values),
        values.get(BackendKeys.ENABLED),
        values.get(BackendKeys.COMPARE_URL),
        values.get(BackendKeys.CRITICAL),
        new KeyPolicy(
            values.get(BackendKeys.KEY_VALID_FROM),
            values.get(BackendKeys.KEY_VALID_UNTIL),
            values.get(BackendKeys.WITNESS_KEYS)));
  }

  /** The entries of a Rekor v1 log cost a request for every ten, so nobody gets them unasked. */
  private static boolean mirrorsEntries(ParsedValues values) {
    return values.get(BackendKeys.MIRROR_ENTRIES)
        && (values.get(BackendKeys.TYPE) != BackendType.REKOR_V1
            || values.has(BackendKeys.MIRROR_ENTRIES));
  }

  private PublicKeySource publicKey(ParsedValues values) {
    Optional<PublicKeySource> file =
        values
            .get(BackendKeys.PUBLIC_KEY_PATH)
            .map(path -> new PublicKeySource.InFile(bases.resolveInput(path)));
    return file.orElseGet(
        () -> new PublicKeySource.Inline(values.get(BackendKeys.PUBLIC_KEY).orElseThrow()));
  }
}

package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes settings of the values of a file that has no problems.
 *
 * @param bases where relative paths begin
 * @param defaultDataDir the data directory of a file that names none
 */
record SettingsAssembly(BaseDirectories bases, Path defaultDataDir) {
  Settings assemble(Values program, List<Values> backends) {
    Path dataDir = bases.output(program.find(ProgramKeys.DATA_DIR).orElse(defaultDataDir));
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

  private static RekorSync sync(Values values) {
    return new RekorSync(
        values.get(RekorSyncKeys.ENABLED),
        values.get(RekorSyncKeys.SYNC_INTERVAL),
        values.get(RekorSyncKeys.INITIAL_DELAY),
        values.get(RekorSyncKeys.ENABLE_TILE_SYNC),
        values.get(RekorSyncKeys.MAX_TILES_PER_SYNC),
        values.get(RekorSyncKeys.WORK_ENDPOINT),
        values.get(RekorSyncKeys.PARALLEL_UNITS),
        requests(values));
  }

  private static RequestSettings requests(Values values) {
    return new RequestSettings(
        values.get(RequestKeys.PARALLEL_REQUESTS),
        values.get(RequestKeys.REQUESTS_PER_SECOND),
        values.get(RequestKeys.REQUEST_TIMEOUT),
        values.get(RequestKeys.RETRIES),
        values.get(RequestKeys.RETRY_DELAY),
        values.get(RequestKeys.MAX_RETRY_AFTER),
        values.get(RequestKeys.CONTACT));
  }

  private CheckpointStoreSettings store(Values values) {
    return new CheckpointStoreSettings(
        values.get(CheckpointStoreKeys.CONNECTION_STRING),
        password(values, CheckpointStoreKeys.PASSWORD_FILE, CheckpointStoreKeys.PASSWORD_ENV),
        values.get(CheckpointStoreKeys.SCHEMA),
        values.get(CheckpointStoreKeys.AUTO_INITIALIZE_SCHEMA));
  }

  private Optional<PasswordSource> password(
      Values values, SettingKey<Optional<Path>> file, SettingKey<Optional<String>> variable) {
    Optional<PasswordSource> inFile =
        values.get(file).map(path -> new PasswordSource.InFile(file.path(), bases.input(path)));
    return inFile.or(() ->
        values.get(variable).map(name -> new PasswordSource.InEnvironment(variable.path(), name)));
  }

  private AlertSettings alerts(Values values) {
    return new AlertSettings(
        values.get(AlertKeys.NO_GROWTH_AFTER),
        values.get(AlertKeys.WEBHOOK_URL),
        values.get(AlertKeys.WEBHOOK_HEADER),
        password(values, AlertKeys.WEBHOOK_SECRET_FILE, AlertKeys.WEBHOOK_SECRET_ENV),
        values.get(AlertKeys.WEBHOOK_TIMEOUT),
        values.get(AlertKeys.RETRY_INTERVAL));
  }

  private TileCacheSettings tiles(Values values, Path dataDir) {
    return new TileCacheSettings(
        values.find(TileCacheKeys.BASE_PATH).map(bases::output).orElse(dataDir.resolve("tiles")),
        values.get(TileCacheKeys.MAX_CACHE_SIZE_BYTES),
        values.get(TileCacheKeys.AUTO_PRUNE_AFTER));
  }

  private static AuditSettings audit(Values values) {
    return new AuditSettings(
        values.get(AuditKeys.ENABLED),
        values.get(AuditKeys.INITIAL_DELAY),
        values.get(AuditKeys.PERIOD),
        values.get(AuditKeys.BYTES_PER_SECOND));
  }

  private AirGapSettings airGap(Values values) {
    return new AirGapSettings(
        values.get(AirGapKeys.INBOX).map(bases::output),
        values.get(AirGapKeys.INBOX_INTERVAL),
        values.get(AirGapKeys.SETTLE_TIME),
        values.get(AirGapKeys.REQUIRE_SIGNED_BUNDLES),
        values.get(AirGapKeys.TRUSTED_EXPORTERS),
        values.get(AirGapKeys.TRUSTED_IMPORTERS),
        values.get(AirGapKeys.SIGNING_KEY_PATH).map(bases::input),
        values.get(AirGapKeys.OUTBOX).map(bases::output),
        values.get(AirGapKeys.EXPORT_INTERVAL),
        values.get(AirGapKeys.EXPORT_CONTENT),
        values.get(AirGapKeys.EXPORT_COMPRESSION),
        values.get(AirGapKeys.VOLUME_SIZE));
  }

  private VerifySettings verify(Values values) {
    return new VerifySettings(
        values.get(VerifyKeys.TRUSTED_ROOT_PATH).map(bases::input),
        values.get(VerifyKeys.INBOX).map(bases::output),
        values.get(VerifyKeys.OUTBOX).map(bases::output),
        values.get(VerifyKeys.INBOX_INTERVAL),
        values.get(VerifyKeys.SETTLE_TIME),
        values.get(VerifyKeys.CERTIFICATE_IDENTITY),
        values.get(VerifyKeys.CERTIFICATE_IDENTITY_REGEXP),
        values.get(VerifyKeys.CERTIFICATE_OIDC_ISSUER),
        values.get(VerifyKeys.CERTIFICATE_OIDC_ISSUER_REGEXP),
        values.get(VerifyKeys.KEY_PATH).map(bases::input),
        values.get(VerifyKeys.REQUIRE_ANCHORED),
        values.get(VerifyKeys.MAX_AGE));
  }

  private static MonitoringSettings monitoring(Values values) {
    return new MonitoringSettings(
        values.get(MonitoringKeys.ENABLED),
        values.get(MonitoringKeys.HOST),
        values.get(MonitoringKeys.PORT));
  }

  private ConsoleSettings console(Values values) {
    return new ConsoleSettings(
        values.get(ConsoleKeys.ENABLED),
        values.get(ConsoleKeys.HOST),
        values.get(ConsoleKeys.PORT),
        values.get(ConsoleKeys.USER),
        password(values, ConsoleKeys.PASSWORD_FILE, ConsoleKeys.PASSWORD_ENV));
  }

  private ProgramSettings program(Values values) {
    return new ProgramSettings(
        values.get(ProgramKeys.ROUTES_DIR).map(bases::input),
        values.get(ProgramKeys.WATCH_INTERVAL),
        values.get(ProgramKeys.LOG_FORMAT));
  }

  private BackendSettings backend(Values values) {
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
        new KeyTrust(
            values.get(BackendKeys.KEY_VALID_FROM),
            values.get(BackendKeys.KEY_VALID_UNTIL),
            values.get(BackendKeys.WITNESS_KEYS)));
  }

  /** The entries of a Rekor v1 log cost a request for every ten, so nobody gets them unasked. */
  private static boolean mirrorsEntries(Values values) {
    return values.get(BackendKeys.MIRROR_ENTRIES)
        && (values.get(BackendKeys.TYPE) != BackendType.REKOR_V1
            || values.has(BackendKeys.MIRROR_ENTRIES));
  }

  private PublicKeySource publicKey(Values values) {
    Optional<PublicKeySource> file =
        values
            .get(BackendKeys.PUBLIC_KEY_PATH)
            .map(path -> new PublicKeySource.InFile(bases.input(path)));
    return file.orElseGet(
        () -> new PublicKeySource.Inline(values.get(BackendKeys.PUBLIC_KEY).orElseThrow()));
  }
}

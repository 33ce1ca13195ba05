package org.stellaops.attestor.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.stellaops.attestor.config.CheckpointStoreSettings;
import org.stellaops.attestor.config.PasswordSource;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.filetree.FileMirrorTree;
import org.stellaops.attestor.filetree.QuarantineDirectory;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.AlertStore;
import org.stellaops.attestor.mirror.store.BundleHistoryStore;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.ConfirmationStore;
import org.stellaops.attestor.mirror.store.EvidenceStore;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.PauseStore;
import org.stellaops.attestor.mirror.store.PurgeStore;
import org.stellaops.attestor.mirror.store.RejectedNoteStore;
import org.stellaops.attestor.mirror.store.RetentionStore;
import org.stellaops.attestor.mirror.store.ShardStore;
import org.stellaops.attestor.postgres.CheckpointSchema;
import org.stellaops.attestor.postgres.PostgresAlertStore;
import org.stellaops.attestor.postgres.PostgresBundleHistoryStore;
import org.stellaops.attestor.postgres.PostgresCheckpointStore;
import org.stellaops.attestor.postgres.PostgresConfirmationStore;
import org.stellaops.attestor.postgres.PostgresEvidenceStore;
import org.stellaops.attestor.postgres.PostgresLogLocks;
import org.stellaops.attestor.postgres.PostgresPauseStore;
import org.stellaops.attestor.postgres.PostgresPurgeStore;
import org.stellaops.attestor.postgres.PostgresRejectedNoteStore;
import org.stellaops.attestor.postgres.PostgresRetentionStore;
import org.stellaops.attestor.postgres.PostgresShardStore;
import org.stellaops.attestor.postgres.RetiredSchema;
import org.stellaops.attestor.postgres.StoreAccess;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.PoolerCheck;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.postgres.embedded.EmbeddedServer;

/**
 * The open store: the configured PostgreSQL, or the embedded one if none is configured. Closing it
 * closes the connections, and stops the embedded server if no other process uses it.
 */
public final class PostgresStore implements AutoCloseable {
  /**
   * Longer than the 5 seconds that the pool may wait between two attempts to connect. Otherwise the
   * first statement after an outage could fail although the database is up.
   */
  private static final Duration POOL_TIMEOUT = Duration.ofSeconds(7);

  private final Optional<EmbeddedServer> server;
  private final Database database;
  private final QuarantineDirectory quarantineFiles;
  private final PostgresLogLocks locks;

  private PostgresStore(
      Optional<EmbeddedServer> server, Database database, QuarantineDirectory quarantineFiles) {
    this.server = server;
    this.database = database;
    this.quarantineFiles = quarantineFiles;
    this.locks = new PostgresLogLocks(database);
  }

  /**
   * Opens the store with a connection pool, for processes that run routes.
   *
   * @param command the name of the command in {@code pg_stat_activity}
   */
  public static PostgresStore openPooled(Settings settings, String command) {
    PostgresStore store =
        open(settings, command, true).prepare(settings.store().autoInitializeSchema());
    new QuarantineReconciliation(store.evidence(), store.quarantineFiles).run();
    return store;
  }

  /** Opens the store with one connection, for read-only commands. */
  public static PostgresStore openReadOnly(Settings settings) {
    PostgresStore store = open(settings, "read", false);
    // before the first cycle the store is empty, which is not an error
    return store.prepare(settings.store().isEmbedded());
  }

  /** Opens the store without checking its schema, for commands about the store itself. */
  public static PostgresStore openUnprepared(Settings settings) {
    return open(settings, "checkpoint-store", false);
  }

  /** The data source for camel-sql. */
  public DataSource dataSource() {
    return database.dataSource();
  }

  public CheckpointStore checkpoints() {
    return new PostgresCheckpointStore(new Sql(database));
  }

  public BundleHistoryStore bundles() {
    return new PostgresBundleHistoryStore(new Sql(database));
  }

  /** Evidence, and the quarantine files beside the mirrors. */
  public EvidenceStore evidence() {
    return new RememberedQuarantine(new PostgresEvidenceStore(new Sql(database)), quarantineFiles);
  }

  public RejectedNoteStore rejectedNotes() {
    return new PostgresRejectedNoteStore(new Sql(database));
  }

  public ConfirmationStore confirmations() {
    return new PostgresConfirmationStore(new Sql(database));
  }

  public PauseStore pauses() {
    return new PostgresPauseStore(new Sql(database));
  }

  public AlertStore alerts() {
    return new PostgresAlertStore(new Sql(database));
  }

  public RetentionStore retention() {
    return new PostgresRetentionStore(new Sql(database));
  }

  public PurgeStore purges() {
    return new PostgresPurgeStore(new Sql(database));
  }

  public ShardStore shards() {
    return new PostgresShardStore(new Sql(database));
  }

  public LogLocks locks() {
    return locks;
  }

  /** Creates the schema or migrates it to the latest version. Idempotent. */
  public void initialize() {
    requireSessions();
    new CheckpointSchema(database).init();
  }

  /**
   * Renames the schema, so that an empty one can replace it.
   *
   * @return the new name; empty if the schema does not exist
   */
  public Optional<String> retireSchema(Instant now) {
    return new RetiredSchema(database).retire(now);
  }

  /**
   * Checks that PostgreSQL is reachable, the schema has the version of this program, and what a
   * sync does is possible: writing (rolled back) and locking a log.
   */
  public void verify() {
    requireSessions();
    new CheckpointSchema(database).verify();
    new StoreAccess(database).tryOut();
  }

  /** The embedded server has no pooler. */
  private void requireSessions() {
    if (server.isEmpty()) {
      PoolerCheck.run(database);
    }
  }

  /** The mirror directory of these settings. */
  public static MirrorTree mirrorTree(Settings settings) {
    return new FileMirrorTree(settings.tiles().basePath());
  }

  @Override
  public void close() {
    locks.close();
    database.close();
    server.ifPresent(EmbeddedServer::close);
  }

  /** Schema, database and server, without password. */
  @Override
  public String toString() {
    return database + (server.isPresent() ? ", embedded" : "");
  }

  private PostgresStore prepare(boolean autoInitialize) {
    try {
      requireSessions();
      new CheckpointSchema(database).prepare(autoInitialize);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static PostgresStore open(Settings settings, String command, boolean pooled) {
    CheckpointStoreSettings storeSettings = settings.store();
    Optional<EmbeddedServer> server =
        storeSettings.isEmbedded()
            ? Optional.of(EmbeddedServer.open(settings.dataDir()))
            : Optional.empty();
    ConnectionTarget target =
        server.map(EmbeddedServer::connectionString).orElseGet(() -> target(storeSettings));
    String schema = storeSettings.schema();
    return new PostgresStore(
        server,
        pooled
            ? Database.pooled(target, schema, command, POOL_TIMEOUT)
            : Database.single(target, schema, command),
        new QuarantineDirectory(settings.tiles().basePath()));
  }

  private static ConnectionTarget target(CheckpointStoreSettings storeSettings) {
    ConnectionTarget target =
        ConnectionTarget.parse(storeSettings.connectionString().orElseThrow().text());
    Optional<PasswordSource> password = storeSettings.password();
    return password.isPresent()
        ? target.withPassword(password.get().read(System.getenv()))
        : target;
  }
}

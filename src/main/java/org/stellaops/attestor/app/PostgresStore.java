package org.stellaops.attestor.app;

import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.stellaops.attestor.config.CheckpointStoreSettings;
import org.stellaops.attestor.config.PasswordSource;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.filetree.FileMirrorTree;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.AlertStore;
import org.stellaops.attestor.mirror.store.BundleHistoryStore;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.ConfirmationStore;
import org.stellaops.attestor.mirror.store.EvidenceStore;
import org.stellaops.attestor.mirror.store.LogLocks;
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
import org.stellaops.attestor.postgres.PostgresRejectedNoteStore;
import org.stellaops.attestor.postgres.PostgresRetentionStore;
import org.stellaops.attestor.postgres.PostgresShardStore;
import org.stellaops.attestor.postgres.RetiredSchema;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.embedded.EmbeddedServer;

/**
 * An open PostgreSQL with our tables: the configured one, or the embedded one if none is. Close it
 * to end the connections, and the embedded server with them if nobody else uses it.
 */
public final class PostgresStore implements AutoCloseable {
  private final Optional<EmbeddedServer> server;
  private final Database database;

  private PostgresStore(Optional<EmbeddedServer> server, Database database) {
    this.server = server;
    this.database = database;
  }

  /**
   * For processes that run routes: a pool of connections.
   *
   * @param command what runs, for whoever looks at the server's sessions
   */
  public static PostgresStore openPooled(Settings settings, String command) {
    PostgresStore store = open(settings, command, true);
    return store.prepare(settings.store().autoInitializeSchema());
  }

  /** For commands that only look: a connection when one is needed. */
  public static PostgresStore openReadOnly(Settings settings) {
    PostgresStore store = open(settings, "look", false);
    // whoever looks before the first cycle finds an empty store and not an error
    return store.prepare(settings.store().isEmbedded());
  }

  /** For commands about the store itself: nothing is asked of it yet. */
  public static PostgresStore openUnprepared(Settings settings) {
    return open(settings, "checkpoint-store", false);
  }

  /** For camel-sql. */
  public DataSource dataSource() {
    return database.dataSource();
  }

  /** The heads and the history of all logs. */
  public CheckpointStore checkpoints() {
    return new PostgresCheckpointStore(database);
  }

  /** What was exported and imported. */
  public BundleHistoryStore bundles() {
    return new PostgresBundleHistoryStore(database);
  }

  /** Contradictions and quarantines. */
  public EvidenceStore evidence() {
    return new PostgresEvidenceStore(database);
  }

  /** What was refused in place of checkpoints. */
  public RejectedNoteStore rejectedNotes() {
    return new PostgresRejectedNoteStore(database);
  }

  /** Which first contacts an operator has confirmed. */
  public ConfirmationStore confirmations() {
    return new PostgresConfirmationStore(database);
  }

  /** Who is told of contradictions. */
  public AlertStore alerts() {
    return new PostgresAlertStore(database);
  }

  /** What of the logs need not be kept. */
  public RetentionStore retention() {
    return new PostgresRetentionStore(database);
  }

  /** The shards of Rekor v1 servers. */
  public ShardStore shards() {
    return new PostgresShardStore(database);
  }

  /** One writer for each log. */
  public LogLocks locks() {
    return new PostgresLogLocks(database);
  }

  /** Creates the schema, or brings it to the newest version. Does nothing the second time. */
  public void initialize() {
    new CheckpointSchema(database).init();
  }

  /**
   * Gives the schema another name, so that an empty one can take its place.
   *
   * @return the name that it has now; empty if there was none
   */
  public Optional<String> retireSchema(Instant now) {
    return new RetiredSchema(database).retire(now);
  }

  /** Makes sure that PostgreSQL answers and that the schema has the version of this program. */
  public void verify() {
    new CheckpointSchema(database).verify();
  }

  /** The mirror on disk that belongs to these settings. */
  public static MirrorTree mirrorTree(Settings settings) {
    return new FileMirrorTree(settings.tiles().basePath());
  }

  @Override
  public void close() {
    database.close();
    server.ifPresent(EmbeddedServer::close);
  }

  /** Where it is, without password. */
  @Override
  public String toString() {
    return database + (server.isPresent() ? ", embedded" : "");
  }

  private PostgresStore prepare(boolean autoInitialize) {
    try {
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
            ? Database.pooled(target, schema, command)
            : Database.single(target, schema, command));
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

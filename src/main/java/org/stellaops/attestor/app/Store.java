package org.stellaops.attestor.app;

import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.stellaops.attestor.config.CheckpointStoreSettings;
import org.stellaops.attestor.config.PasswordSource;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.filetree.FileMirrorTree;
import org.stellaops.attestor.mirror.AlertStore;
import org.stellaops.attestor.mirror.BundleHistory;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.ConfirmationStore;
import org.stellaops.attestor.mirror.EvidenceStore;
import org.stellaops.attestor.mirror.LogLocks;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.RefusedNotes;
import org.stellaops.attestor.mirror.RetentionStore;
import org.stellaops.attestor.mirror.ShardStore;
import org.stellaops.attestor.postgres.CheckpointSchema;
import org.stellaops.attestor.postgres.ConnectionString;
import org.stellaops.attestor.postgres.Database;
import org.stellaops.attestor.postgres.EmbeddedServer;
import org.stellaops.attestor.postgres.PostgresAlertStore;
import org.stellaops.attestor.postgres.PostgresBundleHistory;
import org.stellaops.attestor.postgres.PostgresCheckpointStore;
import org.stellaops.attestor.postgres.PostgresConfirmationStore;
import org.stellaops.attestor.postgres.PostgresEvidenceStore;
import org.stellaops.attestor.postgres.PostgresLogLocks;
import org.stellaops.attestor.postgres.PostgresRefusedNotes;
import org.stellaops.attestor.postgres.PostgresRetentionStore;
import org.stellaops.attestor.postgres.PostgresShardStore;
import org.stellaops.attestor.postgres.SpentSchema;

/**
 * An open PostgreSQL with our tables: the configured one, or the embedded one if none is. Close it
 * to end the connections, and the embedded server with them if nobody else uses it.
 */
public final class Store implements AutoCloseable {
  private final Optional<EmbeddedServer> server;
  private final Database database;

  private Store(Optional<EmbeddedServer> server, Database database) {
    this.server = server;
    this.database = database;
  }

  /**
   * For processes that run routes: a pool of connections.
   *
   * @param command what runs, for whoever looks at the server's sessions
   */
  public static Store toWork(Settings settings, String command) {
    Store store = open(settings, command, true);
    return store.prepared(settings.store().autoInitializeSchema());
  }

  /** For commands that only look: a connection when one is needed. */
  public static Store toLook(Settings settings) {
    Store store = open(settings, "look", false);
    // whoever looks before the first cycle finds an empty store and not an error
    return store.prepared(settings.store().isEmbedded());
  }

  /** For commands about the store itself: nothing is asked of it yet. */
  public static Store asItIs(Settings settings) {
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
  public BundleHistory bundles() {
    return new PostgresBundleHistory(database);
  }

  /** Contradictions and quarantines. */
  public EvidenceStore evidence() {
    return new PostgresEvidenceStore(database);
  }

  /** What was refused in place of checkpoints. */
  public RefusedNotes refusedNotes() {
    return new PostgresRefusedNotes(database);
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
  public Optional<String> putAside(Instant now) {
    return new SpentSchema(database).putAside(now);
  }

  /** Makes sure that PostgreSQL answers and that the schema has the version of this program. */
  public void verify() {
    new CheckpointSchema(database).verify();
  }

  /** The mirror on disk that belongs to these settings. */
  public static MirrorTree tree(Settings settings) {
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

  private Store prepared(boolean autoInitialize) {
    try {
      new CheckpointSchema(database).prepare(autoInitialize);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Store open(Settings settings, String command, boolean pooled) {
    CheckpointStoreSettings configured = settings.store();
    Optional<EmbeddedServer> server =
        configured.isEmbedded()
            ? Optional.of(EmbeddedServer.open(settings.dataDir()))
            : Optional.empty();
    ConnectionString target =
        server.map(EmbeddedServer::connectionString).orElseGet(() -> target(configured));
    String schema = configured.schema();
    return new Store(
        server,
        pooled ? Database.pooled(target, schema, command) : Database.kept(target, schema, command));
  }

  private static ConnectionString target(CheckpointStoreSettings configured) {
    ConnectionString target =
        ConnectionString.parse(configured.connectionString().orElseThrow().text());
    Optional<PasswordSource> password = configured.password();
    return password.isPresent()
        ? target.withPassword(password.get().read(System.getenv()))
        : target;
  }
}

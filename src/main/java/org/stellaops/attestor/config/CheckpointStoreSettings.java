package org.stellaops.attestor.config;

import java.util.Optional;
import org.stellaops.attestor.config.schema.CheckpointStoreKeys;
import org.stellaops.attestor.connectionstring.ConnectionString;

/**
 * Where checkpoints are kept; the keys under {@code attestor.checkpointStore}.
 *
 * @param connectionString the PostgreSQL to use; empty for the embedded one
 * @param password where its password is, if not in the connection string
 * @param schema the schema of all tables
 * @param autoInitializeSchema whether a start creates and migrates the schema
 */
public record CheckpointStoreSettings(
    Optional<ConnectionString> connectionString,
    Optional<PasswordSource> password,
    String schema,
    boolean autoInitializeSchema) {

  /** Refuses a name that is no schema's. */
  public CheckpointStoreSettings {
    CheckpointStoreKeys.SCHEMA.require(schema);
  }

  /** Whether the program starts and keeps a PostgreSQL of its own. */
  public boolean isEmbedded() {
    return connectionString.isEmpty();
  }
}

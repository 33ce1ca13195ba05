package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.util.Optional;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;
import org.stellaops.attestor.connectionstring.ConnectionString;

/** The PostgreSQL database that stores checkpoints. */
@Section("attestor.checkpointStore")
public record CheckpointStoreSettings(
    @Key(
            description =
                "PostgreSQL database, as `Host=…;Database=…`, JDBC URL or `postgresql://` URI. If"
                    + " it is empty, the program runs an embedded PostgreSQL under dataDir.",
            example = "Host=localhost;Database=stella;Username=stella",
            details = {
              "The forms are:",
              "  Host=localhost;Database=stella;Username=stella",
              "  jdbc:postgresql://localhost/stella?user=stella",
              "  postgresql://stella@localhost/stella"
            })
        Optional<ConnectionString> connectionString,
    @Key(
            input = true,
            description =
                "File whose first line is the password for connectionString. A relative path is"
                    + " resolved like publicKeyPath.",
            example = "/run/secrets/stella-db")
        Optional<Path> passwordFile,
    @Key(
            type = Key.Type.ENVIRONMENT_VARIABLE,
            description = "Environment variable that holds the password for connectionString.",
            example = "STELLA_DB_PASSWORD")
        Optional<String> passwordEnv,
    @Key(
            defaultValue = "attestor",
            pattern = "(?!pg_)[a-z_][a-z0-9_]{0,62}",
            form = "schema name",
            hint = "write up to 63 of a-z, 0-9 and _, not beginning with a digit or pg_",
            description = "Schema that holds the program's tables.",
            example = "stella_attestor")
        String schema,
    @Key(
            defaultValue = "true",
            description =
                "Whether to create and migrate the schema at startup. With false, startup fails if"
                    + " the schema is missing or outdated.",
            example = "false")
        boolean autoInitializeSchema)
    implements SettingsRecord<CheckpointStoreSettings> {

  /** Whether the program runs its own PostgreSQL. */
  public boolean isEmbedded() {
    return connectionString.isEmpty();
  }

  /** Where the password is, if it is not in the connection string. */
  public Optional<PasswordSource> password() {
    return PasswordSource.of("attestor.checkpointStore.password", passwordFile, passwordEnv);
  }
}

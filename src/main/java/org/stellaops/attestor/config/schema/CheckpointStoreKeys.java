package org.stellaops.attestor.config.schema;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.connectionstring.ConnectionString;

/** The keys of the PostgreSQL that keeps checkpoints. */
public final class CheckpointStoreKeys {
  public static final SettingKey<Optional<ConnectionString>> CONNECTION_STRING =
      new SettingKey<>(
          "attestor.checkpointStore.connectionString",
          new OptionalType<>(new ConnectionStringType()),
          "",
          Default.value(""),
          "PostgreSQL to use, as `Host=…;Database=…`, JDBC URL or `postgresql://` URI; empty is an"
              + " embedded PostgreSQL under dataDir.",
          "Host=localhost;Database=stella;Username=stella");
  public static final SettingKey<Optional<Path>> PASSWORD_FILE =
      new SettingKey<>(
          "attestor.checkpointStore.passwordFile",
          new OptionalType<>(new PathType()),
          "",
          Default.value(""),
          "File whose first line is the password for connectionString; it is looked for like"
              + " publicKeyPath.",
          "/run/secrets/stella-db");
  public static final SettingKey<Optional<String>> PASSWORD_ENV =
      new SettingKey<>(
          "attestor.checkpointStore.passwordEnv",
          new OptionalType<>(new EnvironmentVariableType()),
          "",
          Default.value(""),
          "Environment variable that holds the password for connectionString.",
          "STELLA_DB_PASSWORD");
  public static final SettingKey<String> SCHEMA =
      new SettingKey<>(
          "attestor.checkpointStore.schema",
          TextType.matching(
              "(?!pg_)[a-z_][a-z0-9_]{0,62}",
              "schema name",
              "write up to 63 of a-z, 0-9 and _, not beginning with a digit or pg_"),
          "",
          Default.value("attestor"),
          "Schema that holds the program's tables.",
          "stella_attestor");
  public static final SettingKey<Boolean> AUTO_INITIALIZE_SCHEMA =
      new SettingKey<>(
          "attestor.checkpointStore.autoInitializeSchema",
          new BooleanType(),
          "",
          Default.value("true"),
          "Whether a start creates and migrates the schema; otherwise an old one is refused.",
          "false");

  private CheckpointStoreKeys() {}

  static List<SettingKey<?>> all() {
    return List.of(CONNECTION_STRING, PASSWORD_FILE, PASSWORD_ENV, SCHEMA, AUTO_INITIALIZE_SCHEMA);
  }
}

package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.config.schema.SectionSchema;
import org.stellaops.attestor.config.schema.SettingsRecord;
import org.stellaops.attestor.connectionstring.ConnectionString;
import org.stellaops.attestor.failure.Suggestion;
import org.stellaops.attestor.mirror.Backend;

/**
 * The settings of a process, with the defaults applied. The components are the sections of the
 * file, in the order of the manual; each backend id is unique.
 */
public record Settings(
    ProgramSettings program,
    RekorSyncSettings sync,
    List<BackendSettings> backends,
    CheckpointStoreSettings store,
    TileCacheSettings tiles,
    AuditSettings audit,
    RetentionSettings retention,
    AlertSettings alerts,
    EventSettings events,
    AirGapSettings airGap,
    VerifySettings verify,
    MonitoringSettings monitoring,
    ConsoleSettings console,
    Map<String, String> camel)
    implements SettingsRecord<Settings> {

  /** Rejects two backends with one id. */
  public Settings {
    backends = List.copyOf(backends);
    camel = Map.copyOf(camel);
    if (backends.stream().map(BackendSettings::id).distinct().count() < backends.size()) {
      throw ConfigErrors.invalid("two backends have the same id", "give each a unique id");
    }
  }

  /**
   * The backend with this id, enabled or not; for {@code ID/TREEID} the backend of the shard.
   *
   * @throws org.stellaops.attestor.failure.AttestorException {@code configuration} if there is none
   */
  public BackendSettings backend(String shardOrId) {
    String id = Backend.serverId(shardOrId);
    List<String> ids = backends.stream().map(BackendSettings::id).toList();
    return backends.stream()
        .filter(backend -> backend.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            ConfigErrors.invalid(
                "no backend " + ConfigErrors.quote(id) + " is configured",
                new Suggestion(id)
                    .closest(ids)
                    .map(match -> "did you mean " + match + "?")
                    .orElse(
                        ids.isEmpty()
                            ? "add it under attestor.rekorSync.backends"
                            : "configured: " + String.join(", ", ids))));
  }

  /**
   * Returns a copy in which this backend is enabled, for a command that names it.
   *
   * @throws org.stellaops.attestor.failure.AttestorException {@code configuration} if there is no
   *     such backend, or if another enabled backend has the same origin
   */
  public Settings withBackendEnabled(String shardOrId) {
    BackendSettings selected = backend(shardOrId);
    String id = selected.id();
    backends.stream()
        .filter(other -> other.enabled() && !other.id().equals(id))
        .filter(other -> other.origin().equals(selected.origin()))
        .forEach(other -> {
          throw ConfigErrors.invalid(
              "backend \"%s\" is disabled, and %s has its origin".formatted(id, other.id()),
              "name the other one, or enable this one in its place");
        });
    return with(
        "backends",
        backends.stream()
            .map(each -> each.id().equals(id) ? each.with("enabled", true) : each)
            .toList());
  }

  /** Returns a copy for an interactive command, with at most this many retries of a request. */
  public Settings withMaxRetries(int limit) {
    RequestSettings requests = sync.requests();
    return with(
        "sync",
        sync.with("requests", requests.with("retries", Math.min(requests.retries(), limit))));
  }

  /**
   * Returns a copy with another database. The configured password is kept, unless the connection
   * string has one.
   */
  public Settings withConnectionString(String connectionString) {
    ConnectionString target = new ConnectionString(connectionString);
    CheckpointStoreSettings replacement = store.with("connectionString", Optional.of(target));
    if (target.hasPassword()) {
      replacement =
          replacement.with("passwordFile", Optional.empty()).with("passwordEnv", Optional.empty());
    }
    return with("store", replacement);
  }

  /** The directory of the embedded database and of all other state. */
  public Path dataDir() {
    return program.dataDir();
  }

  /**
   * Every key with its value, in the order of the manual: {@code attestor.rekorSync.syncInterval}
   * is {@code 5m}, {@code attestor.rekorSync.backends[0].id} is {@code sigstore-rekor-v2}. Values
   * that are not set are empty, passwords are {@code ***}.
   */
  public Map<String, String> placeholders() {
    return SectionSchema.of(Settings.class).print(this);
  }

  /** The {@link #placeholders} for Camel, which routes use as {@code {{key}}}. */
  public Properties toProperties() {
    Properties properties = new Properties();
    properties.putAll(placeholders());
    return properties;
  }
}

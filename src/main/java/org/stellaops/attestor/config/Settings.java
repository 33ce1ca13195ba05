package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.connectionstring.ConnectionString;
import org.stellaops.attestor.failure.Suggestion;
import org.stellaops.attestor.mirror.Backend;

/**
 * Everything that an operator has decided, defaults included. Paths are absolute.
 *
 * @param dataDir directory of everything the program keeps
 * @param sync how logs are followed
 * @param store where checkpoints are kept
 * @param tiles where and how much is mirrored
 * @param audit how the mirrored files are checked in the background
 * @param alerts what operators are told of, and where
 * @param airGap how bundles are made and taken
 * @param verify which attestations are verified that somebody drops
 * @param monitoring where metrics and health are served
 * @param console where the web console is served
 * @param program how the program as a whole behaves
 * @param backends the logs, in the order of the file; each id once
 */
public record Settings(
    Path dataDir,
    RekorSyncSettings sync,
    CheckpointStoreSettings store,
    TileCacheSettings tiles,
    AuditSettings audit,
    AlertSettings alerts,
    AirGapSettings airGap,
    VerifySettings verify,
    MonitoringSettings monitoring,
    ConsoleSettings console,
    ProgramSettings program,
    List<BackendSettings> backends) {

  /** Refuses two backends with one id. */
  public Settings {
    backends = List.copyOf(backends);
    if (backends.stream().map(BackendSettings::id).distinct().count() < backends.size()) {
      throw ConfigErrors.invalid("two backends have the same id", "give each its own");
    }
  }

  /**
   * The backend with this id, enabled or not; for {@code ID/TREEID} that of the shard's server.
   * Refuses an id that is not configured.
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
   * The same with this backend enabled, for a command that names it. Refuses an id that is not
   * configured, and one whose log another enabled backend follows.
   */
  public Settings withBackendEnabled(String shardOrId) {
    BackendSettings selected = backend(shardOrId);
    String id = selected.id();
    backends.stream()
        .filter(replacement -> replacement.enabled() && !replacement.id().equals(id))
        .filter(replacement -> replacement.origin().equals(selected.origin()))
        .forEach(replacement -> {
          throw ConfigErrors.invalid(
              "backend "
                  + ConfigErrors.quote(id)
                  + " is disabled, and "
                  + replacement.id()
                  + " has its origin",
              "name the other one, or enable this one in its place");
        });
    List<BackendSettings> enabled =
        backends.stream().map(each -> each.id().equals(id) ? each.asEnabled() : each).toList();
    return with(sync, store, enabled);
  }

  /** The same for a command at which somebody waits: a request has so many more tries at most. */
  public Settings withMaxRetries(int limit) {
    return with(sync.withMaxRetries(limit), store, backends);
  }

  /** The same with another database, whose password may still be where the file says. */
  public Settings withConnectionString(String connectionString) {
    ConnectionString target = new ConnectionString(connectionString);
    CheckpointStoreSettings replacement =
        new CheckpointStoreSettings(
            Optional.of(target),
            store.password().filter(password -> !target.hasPassword()),
            store.schema(),
            store.autoInitializeSchema());
    return with(sync, replacement, backends);
  }

  private Settings with(
      RekorSyncSettings sync, CheckpointStoreSettings store, List<BackendSettings> backends) {
    return new Settings(
        dataDir,
        sync,
        store,
        tiles,
        audit,
        alerts,
        airGap,
        verify,
        monitoring,
        console,
        program,
        backends);
  }

  /** Every key with its value, for Camel placeholders; see {@link Placeholders}. */
  public Properties toProperties() {
    Properties properties = new Properties();
    properties.putAll(Placeholders.of(this));
    return properties;
  }
}

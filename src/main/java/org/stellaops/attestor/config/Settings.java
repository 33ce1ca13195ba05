package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
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
    RekorSync sync,
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
      throw Refused.because("two backends have the same id", "give each its own");
    }
  }

  /**
   * The backend with this id, enabled or not; for {@code ID/TREEID} that of the shard's server.
   * Refuses an id that is not configured.
   */
  public BackendSettings backend(String shardOrId) {
    String id = Backend.server(shardOrId);
    List<String> ids = backends.stream().map(BackendSettings::id).toList();
    return backends.stream()
        .filter(backend -> backend.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            Refused.because(
                "no backend " + Refused.quote(id) + " is configured",
                new NearestName(id)
                    .among(ids)
                    .map(near -> "did you mean " + near + "?")
                    .orElse(
                        ids.isEmpty()
                            ? "add it under attestor.rekorSync.backends"
                            : "configured: " + String.join(", ", ids))));
  }

  /**
   * The same with this backend enabled, for a command that names it. Refuses an id that is not
   * configured, and one whose log another enabled backend follows.
   */
  public Settings enabling(String shardOrId) {
    BackendSettings named = backend(shardOrId);
    String id = named.id();
    backends.stream()
        .filter(other -> other.enabled() && !other.id().equals(id))
        .filter(other -> other.origin().equals(named.origin()))
        .forEach(other -> {
          throw Refused.because(
              "backend "
                  + Refused.quote(id)
                  + " is disabled, and "
                  + other.id()
                  + " has its origin",
              "name the other one, or enable this one in its place");
        });
    List<BackendSettings> enabled =
        backends.stream().map(each -> each.id().equals(id) ? each.enable() : each).toList();
    return with(sync, store, enabled);
  }

  /** The same for a command at which somebody waits: a request has so many more tries at most. */
  public Settings trying(int most) {
    return with(sync.trying(most), store, backends);
  }

  /** The same with another database, whose password may still be where the file says. */
  public Settings connecting(String connectionString) {
    ConnectionString target = new ConnectionString(connectionString);
    CheckpointStoreSettings other =
        new CheckpointStoreSettings(
            Optional.of(target),
            store.password().filter(password -> !target.holdsPassword()),
            store.schema(),
            store.autoInitializeSchema());
    return with(sync, other, backends);
  }

  private Settings with(
      RekorSync sync, CheckpointStoreSettings store, List<BackendSettings> backends) {
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
  public Properties asProperties() {
    Properties properties = new Properties();
    properties.putAll(Placeholders.of(this));
    return properties;
  }
}

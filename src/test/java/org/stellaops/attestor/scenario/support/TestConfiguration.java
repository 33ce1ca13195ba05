package org.stellaops.attestor.scenario.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeRekor;

/**
 * The configuration of a mirror under test, written as an operator writes it. Started twice, the
 * second mirror finds what the first has left.
 */
public final class TestConfiguration {
  /** The id of the backend where there is only one. */
  public static final String BACKEND = "log";

  private final Path directory;
  private final List<Map<String, String>> backends = new ArrayList<>();
  private final Map<String, String> program = new TreeMap<>();
  private final Map<String, String> events = new TreeMap<>();
  private final Map<String, String> sync = new TreeMap<>();
  private final Map<String, String> tileCache = new TreeMap<>();
  private final Map<String, String> monitoring = new TreeMap<>();
  private final Map<String, String> alerts = new TreeMap<>();
  private final Map<String, String> audit = new TreeMap<>();
  private final Map<String, String> retention = new TreeMap<>();
  private final Map<String, String> airGap = new TreeMap<>();
  private final Map<String, String> verify = new TreeMap<>();
  private String database = newDatabase();
  private RunMode mode = RunMode.ONCE;
  private BundleListener listener = BundleListener.NONE;
  private Clock clock = Clock.systemUTC();

  public TestConfiguration(Path directory) {
    this.directory = directory;
    sync.put("retries", "0");
    sync.put("requestsPerSecond", "100000");
  }

  /** Follows one more log. */
  public TestConfiguration follow(String id, FakeLog log, URI url) {
    LogIdentity identity = log.identity();
    return follow(id, identity.origin().name(), url.toString(), identity.key().toString())
        .backend("keyName", identity.key().name());
  }

  /** Follows one more Rekor v1 server, whose kind is to be found out. */
  public TestConfiguration follow(String id, FakeRekor rekor, URI url) {
    return follow(id, rekor.host(), url.toString(), rekor.key().toString());
  }

  /** Follows one more log. */
  public TestConfiguration follow(String id, String origin, String url, String publicKey) {
    backends.add(new TreeMap<>());
    return backend("id", id)
        .backend("origin", '"' + origin + '"')
        .backend("baseUrl", url)
        .backend("publicKey", '"' + publicKey + '"');
  }

  /** A key of the latest backend, as it stands in the file. */
  public TestConfiguration backend(String key, String value) {
    backends.get(backends.size() - 1).put(key, value);
    return this;
  }

  /** A key of {@code attestor.rekorSync}, as it stands in the file. */
  public TestConfiguration sync(String key, String value) {
    sync.put(key, value);
    return this;
  }

  /** A key of {@code attestor} itself, as it stands in the file. */
  public TestConfiguration program(String key, String value) {
    program.put(key, value);
    return this;
  }

  /** A key of {@code attestor.events}, as it stands in the file. */
  public TestConfiguration events(String key, String value) {
    events.put(key, value);
    return this;
  }

  /** A key of {@code attestor.alerts}, as it stands in the file. */
  public TestConfiguration alerts(String key, String value) {
    alerts.put(key, value);
    return this;
  }

  /** A key of {@code attestor.tileCache}, as it stands in the file. */
  public TestConfiguration tileCache(String key, String value) {
    tileCache.put(key, value);
    return this;
  }

  /** A key of {@code attestor.audit}, as it stands in the file. */
  public TestConfiguration audit(String key, String value) {
    audit.put(key, value);
    return this;
  }

  /** A key of {@code attestor.retention}, as it stands in the file. */
  public TestConfiguration retention(String key, String value) {
    retention.put(key, value);
    return this;
  }

  /** A key of {@code attestor.verify}, as it stands in the file. */
  public TestConfiguration verify(String key, String value) {
    verify.put(key, value);
    return this;
  }

  /** A key of {@code attestor.airGap}, as it stands in the file. */
  public TestConfiguration airGap(String key, String value) {
    airGap.put(key, value);
    return this;
  }

  /** Another database than one of its own. */
  public TestConfiguration database(String connectionString) {
    database = connectionString;
    return this;
  }

  /** Runs as a daemon that polls, and answers on this port. */
  public TestConfiguration daemon(int port) {
    mode = RunMode.DAEMON;
    monitoring.put("port", Integer.toString(port));
    return this;
  }

  /** Runs as a daemon that polls, and answers nobody. */
  public TestConfiguration quietDaemon() {
    return mode(RunMode.QUIET_DAEMON);
  }

  /** Runs in another way than once. */
  public TestConfiguration mode(RunMode other) {
    mode = other;
    return this;
  }

  /** Has somebody watch bundles. */
  public TestConfiguration listener(BundleListener value) {
    listener = value;
    return this;
  }

  public TestConfiguration clock(Clock value) {
    clock = value;
    return this;
  }

  public MirrorUnderTest start() {
    return new MirrorUnderTest(settings(), mode, listener, clock);
  }

  public Settings settings() {
    return new SettingsLoader(directory, directory).parse("test.yaml", yaml());
  }

  /** The same as a file that commands can be given. */
  public Path file() {
    try {
      return Files.writeString(directory.resolve("attestor.yaml"), yaml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String yaml() {
    StringBuilder yaml = new StringBuilder("attestor:\n");
    program.forEach((key, value) -> yaml.append("  " + key + ": " + value + "\n"));
    yaml.append("  dataDir: \"").append(directory).append("\"\n  checkpointStore:\n");
    yaml.append("    connectionString: \"").append(database).append("\"\n  monitoring:\n");
    monitoring.forEach((key, value) -> yaml.append("    " + key + ": " + value + "\n"));
    yaml.append("    enabled: true\n");
    section(yaml, "tileCache", tileCache);
    section(yaml, "alerts", alerts);
    section(yaml, "events", events);
    section(yaml, "audit", audit);
    section(yaml, "retention", retention);
    section(yaml, "airGap", airGap);
    section(yaml, "verify", verify);
    yaml.append("  rekorSync:\n");
    sync.forEach((key, value) -> yaml.append("    " + key + ": " + value + "\n"));
    yaml.append("    backends:\n");
    for (Map<String, String> backend : backends) {
      yaml.append("      -\n");
      backend.forEach((key, value) -> yaml.append("        " + key + ": " + value + "\n"));
    }
    return yaml.toString();
  }

  private static void section(StringBuilder yaml, String name, Map<String, String> keys) {
    if (!keys.isEmpty()) {
      yaml.append("  ").append(name).append(":\n");
      keys.forEach((key, value) -> yaml.append("    " + key + ": " + value + "\n"));
    }
  }

  public static Origin origin(Settings settings, String backend) {
    return BackendFactory.create(settings, backend).origin();
  }

  /** A new database with our tables, as an operator would write where it is. */
  public static String newDatabase() {
    return connectionStringWithPassword(TestDatabase.connectionString());
  }

  /** Where a database is, with the password, as an operator would write it. */
  public static String connectionStringWithPassword(ConnectionTarget target) {
    Properties credentials = target.properties();
    return target.jdbcUrl()
        + "?user="
        + credentials.getProperty("user")
        + "&password="
        + URLEncoder.encode(credentials.getProperty("password"), StandardCharsets.UTF_8);
  }
}

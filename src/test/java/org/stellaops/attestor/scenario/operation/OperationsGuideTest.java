package org.stellaops.attestor.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.scenario.support.CommandRunner;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/**
 * Every command block of the operations guide, in order, against a local log: with the embedded
 * database and with a server that is named as the guide names it. {@code bin/trial guide} runs them
 * through the launcher, each in a process of its own, as an operator does.
 */
class OperationsGuideTest {
  private static final Path GUIDE = Path.of("src/test/resources/guide.txt");
  private static final String MASKED_PASSWORD = "Password=";

  @TempDir private Path directory;

  /** The two kinds of database. */
  enum DatabaseKind {
    EMBEDDED,
    SERVER;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Both where there is time for it; the server alone with all the other tests. */
  static List<DatabaseKind> databaseKinds() {
    return CommandRunner.usesLauncher()
        ? List.of(DatabaseKind.values())
        : List.of(DatabaseKind.SERVER);
  }

  @ParameterizedTest
  @MethodSource("databaseKinds")
  void everyCommandBehavesAsDocumented(DatabaseKind kind) throws Exception {
    FakeLog log = FakeLog.named("rekor.sigstore.dev").grow(70_000);
    Path key =
        Files.writeString(directory.resolve("rekor.pub"), log.identity().key().toString() + "\n");
    try (FakeLogServer server = FakeLogServer.start(log)) {
      ConnectionTarget database = TestDatabase.emptyDatabase();
      Path config = connected(kind, database);
      isolated(kind, database, key);
      Map<String, String> variables =
          Map.of(
              "URL", server.url().toString(),
              "KEY", key.toString(),
              "TILES", Files.createDirectory(directory.resolve("tiles")).toString(),
              "AIRGAP", Files.createDirectory(directory.resolve("airgap")).toString(),
              "CONNECTION", pairs(database),
              "URI", uri(database));
      // as a daemon would, it keeps the embedded server running between the commands
      try (PostgresStore embedded =
          PostgresStore.openUnprepared(new SettingsLoader(directory, directory).load(config))) {
        GuideSteps steps = GuideSteps.read(GUIDE, kind.label());
        GuideStepRunner runner = GuideStepRunner.of(directory, variables);
        for (GuideSteps.Step step : steps.steps()) {
          runner.run(step);
        }
        assertThat(runner.output()).doesNotContain(password(database), MASKED_PASSWORD);
        assertThat(embedded).isNotNull();
      }
    }
  }

  private Path connected(DatabaseKind kind, ConnectionTarget database) throws IOException {
    return Files.writeString(
        directory.resolve("connected.yaml"),
        """
        # The configuration of this site.
        attestor:
          dataDir: "%s"
          tileCache:
            basePath: "%s"
          checkpointStore:
            # written down after checkpoint-store init
            connectionString: "%s"
        """
            .formatted(directory, directory.resolve("tiles"), connection(kind, database)));
  }

  /** The other side of the air gap has a store and files of its own, and reaches nobody. */
  private void isolated(DatabaseKind kind, ConnectionTarget database, Path key) throws IOException {
    Files.writeString(
        directory.resolve("isolated.yaml"),
        """
        attestor:
          dataDir: "%s"
          rekorSync:
            enabled: false
            backends:
              - id: sigstore-prod
                origin: rekor.sigstore.dev
                baseUrl: http://127.0.0.1:1/
                publicKeyPath: "%s"
                mirrorEntries: false
          checkpointStore:
            connectionString: "%s"
            schema: isolated
        """
            .formatted(directory.resolve("isolated"), key, connection(kind, database)));
  }

  private static String connection(DatabaseKind kind, ConnectionTarget database) {
    return kind == DatabaseKind.SERVER ? pairs(database) : "";
  }

  /** As the guide has it: {@code Host=…;Database=…;Username=…;Password=…}. */
  private static String pairs(ConnectionTarget database) {
    return "Host=%s;Port=%s;Database=%s;Username=%s;Password=%s"
        .formatted(
            addressPart(database, 0),
            addressPart(database, 1),
            addressPart(database, 2),
            user(database),
            password(database));
  }

  private static String uri(ConnectionTarget database) {
    return "postgresql://%s:%s@%s:%s/%s"
        .formatted(
            user(database),
            password(database),
            addressPart(database, 0),
            addressPart(database, 1),
            addressPart(database, 2));
  }

  private static String addressPart(ConnectionTarget database, int part) {
    return database.jdbcUrl().replaceFirst("jdbc:postgresql://", "").split("[:/?]")[part];
  }

  private static String user(ConnectionTarget database) {
    return property(database, "user");
  }

  private static String password(ConnectionTarget database) {
    return property(database, "password");
  }

  private static String property(ConnectionTarget database, String name) {
    Properties properties = database.properties();
    return properties.getProperty(name);
  }
}

package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.FileArrival.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.postgres.embedded.EmbeddedServer;
import org.stellaops.attestor.postgres.embedded.EmbeddedServerFixture;
import org.stellaops.attestor.route.MutableClock;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;

/** The database of the isolated side is away while a bundle is dropped, and comes back later. */
@Timeout(180)
class BundleInboxDatabaseOutageTest {
  @TempDir private Path directory;
  private final MutableClock clock = new MutableClock(Instant.now());
  private Path inbox;
  private EmbeddedServerFixture database;
  private EmbeddedServer databaseServer;
  private AirGapFixture airGap;

  @BeforeEach
  void setUp() throws Exception {
    FakeLog log = FakeLog.named("away.example/log").grow(700);
    inbox = Files.createDirectories(directory.resolve("inbox"));
    database = new EmbeddedServerFixture(directory.resolve("database"));
    databaseServer = database.open();
    airGap =
        AirGapFixture.of(
            directory,
            log,
            MirrorUnderTest.of(directory.resolve("isolated"), log, AirGapFixture.UNREACHABLE)
                .mode(RunMode.QUIET_DAEMON)
                .clock(clock)
                .database(
                    TestConfiguration.connectionStringWithPassword(
                        databaseServer.connectionString()))
                .sync("enabled", "false")
                .airGap("inbox", '"' + inbox.toString() + '"')
                .airGap("inboxInterval", "100ms"));
  }

  @AfterEach
  void tearDown() throws Exception {
    airGap.close();
    databaseServer.close();
    database.close();
  }

  @Test
  void keepsTheBundleAndImportsItOnceTheDatabaseIsBack() throws Exception {
    Path bundle = airGap.export(airGap.everything("kit.tar.gz")).get(0);
    database.crash();
    Path temporaryFile = Files.copy(bundle, inbox.resolve(".kit.tar.gz"));
    Files.move(temporaryFile, inbox.resolve("kit.tar.gz"));

    Path report = inbox.resolve("kit.tar.gz.report.json");
    await(report);
    assertThat(report).content().contains("\"outcome\" : \"store\"");
    assertThat(inbox.resolve("kit.tar.gz")).exists();
    assertThat(inbox.resolve("refused")).isEmptyDirectory();
    assertThat(airGap.isolated().files()).isEmpty();

    databaseServer.close();
    databaseServer = database.open();
    clock.move(Duration.ofMinutes(1));

    await(inbox.resolve("imported/kit.tar.gz"));
    airGap.assertIdentical();
    assertThat(report).doesNotExist();
    assertThat(airGap.isolated().query("select outcome from bundles"))
        .containsExactly("first_contact");
  }
}

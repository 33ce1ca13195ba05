package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.Arrival.await;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.postgres.EmbeddedServer;
import org.stellaops.attestor.postgres.ServerUnderTest;
import org.stellaops.attestor.route.MovableClock;

/** The database of the isolated side is away while a bundle is dropped, and comes back later. */
@Timeout(180)
class InboxWithoutDatabaseTest {
  @TempDir private Path directory;
  private final MovableClock clock = new MovableClock(Instant.now());
  private Path inbox;
  private ServerUnderTest database;
  private EmbeddedServer running;
  private TwoSides sides;

  @BeforeEach
  void begin() throws Exception {
    FakeLog log = FakeLog.named("away.example/log").grow(700);
    inbox = Files.createDirectories(directory.resolve("inbox"));
    database = new ServerUnderTest(directory.resolve("database"));
    running = database.open();
    sides =
        TwoSides.of(
            directory,
            log,
            MirrorUnderTest.of(directory.resolve("isolated"), log, TwoSides.NOWHERE)
                .mode(RunMode.QUIET_DAEMON)
                .clock(clock)
                .database(TestConfiguration.written(running.connectionString()))
                .sync("enabled", "false")
                .airGap("inbox", '"' + inbox.toString() + '"')
                .airGap("inboxInterval", "100ms"));
  }

  @AfterEach
  void end() throws Exception {
    sides.close();
    running.close();
    database.close();
  }

  @Test
  void theBundleStaysAndIsImportedAtTheNextTry() throws Exception {
    Path bundle = sides.export(sides.everything("kit.tar.gz")).get(0);
    database.crash();
    Path hidden = Files.copy(bundle, inbox.resolve(".kit.tar.gz"));
    Files.move(hidden, inbox.resolve("kit.tar.gz"));

    Path report = inbox.resolve("kit.tar.gz.report.json");
    await(report);
    assertThat(report).content().contains("\"outcome\" : \"store\"");
    assertThat(inbox.resolve("kit.tar.gz")).exists();
    assertThat(inbox.resolve("refused")).doesNotExist();
    assertThat(sides.isolated().files()).isEmpty();

    running.close();
    running = database.open();
    clock.move(Duration.ofMinutes(1));

    await(inbox.resolve("imported/kit.tar.gz"));
    sides.assertSame();
    assertThat(report).doesNotExist();
    assertThat(sides.isolated().query("select outcome from bundles"))
        .containsExactly("first_contact");
  }
}

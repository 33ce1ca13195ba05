package org.stellaops.attestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.postgres.ServerUnderTest.execute;
import static org.stellaops.attestor.postgres.ServerUnderTest.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** The life of a server whose cluster is there already. */
class EmbeddedServerTest {
  private static ServerHome template;

  @TempDir private Path dataDir;
  private ServerUnderTest server;

  @BeforeAll
  static void makeOneCluster(@TempDir Path dataDir) throws IOException {
    template = ServerHome.in(dataDir);
    Path binaries = TestDatabase.shareBinaries(template);
    ServerData.make(template);
    Files.delete(binaries);
  }

  @BeforeEach
  void copyIt() throws IOException {
    server = new ServerUnderTest(dataDir, template);
  }

  @AfterEach
  void leaveNoServerBehind() throws IOException {
    server.close();
  }

  @Test
  void dataIsThereAfterARestart() throws SQLException {
    try (EmbeddedServer opened = server.open()) {
      execute(opened, "create table kept as select 42 as answer");
    }
    assertThat(server.running()).isFalse();

    try (EmbeddedServer opened = server.open()) {
      assertThat(answer(opened)).isEqualTo(42);
    }
  }

  @Test
  void allUsesShareOneServerAndTheLastOneStopsIt() throws Exception {
    EmbeddedServer here = server.open();
    try (OtherProcess there = server.guest()) {
      assertThat(there.awaitLine("in")).isEqualTo(here.connectionString().place());
      EmbeddedServer again = server.open();
      assertThat(again.connectionString()).isEqualTo(here.connectionString());

      here.close();
      here.close();
      again.close();
      assertThat(server.running()).isTrue();

      assertThat(there.finish()).isZero();
      assertThat(server.running()).isFalse();
    }
  }

  @Test
  void serverWhoseOnlyUserWasKilledIsAdopted() throws Exception {
    String place;
    try (OtherProcess starter = server.guest()) {
      place = starter.awaitLine("in");
      starter.kill();
    }
    long orphan = server.postmaster().pid();
    assertThat(server.running()).isTrue();

    try (EmbeddedServer opened = server.open()) {
      assertThat(opened.connectionString().place()).isEqualTo(place);
      assertThat(server.postmaster().pid()).isEqualTo(orphan);
    }
    assertThat(server.running()).isFalse();
  }

  @Test
  void killedUserDoesNotKeepTheServerFromBeingStopped() throws Exception {
    try (EmbeddedServer opened = server.open();
        OtherProcess guest = server.guest()) {
      assertThat(guest.awaitLine("in")).isEqualTo(opened.connectionString().place());
      guest.kill();
    }
    assertThat(server.running()).isFalse();
  }

  @Test
  void serverThatCrashedRecoversWhatWasCommittedOnTheSamePort() throws Exception {
    EmbeddedServer opened = server.open();
    execute(opened, "create table kept as select 42 as answer");
    server.crash();
    opened.close();

    try (EmbeddedServer recovered = server.open()) {
      assertThat(answer(recovered)).isEqualTo(42);
      assertThat(recovered.connectionString()).isEqualTo(opened.connectionString());
    }
  }

  @Test
  void numberOfACrashedServerMayBelongToAnotherProgramNow() throws Exception {
    EmbeddedServer opened = server.open();
    execute(opened, "create table kept as select 42 as answer");
    server.crash();
    opened.close();
    Path pidFile = server.home().data().resolve("postmaster.pid");
    List<String> lines = Files.readAllLines(pidFile);
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(pidFile, lines);

    try (EmbeddedServer recovered = server.open()) {
      assertThat(answer(recovered)).isEqualTo(42);
    }
  }

  @Test
  void emptyPidFileOfAPowerFailureIsNoObstacle() throws Exception {
    server.open().close();
    Files.createFile(server.home().data().resolve("postmaster.pid"));

    EmbeddedServer opened = server.open();
    assertThat(server.running()).isTrue();
    opened.close();
  }

  @Test
  void portOfACrashedServerMayBeTaken() throws Exception {
    EmbeddedServer opened = server.open();
    int port = server.postmaster().port();
    server.crash();
    opened.close();

    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        EmbeddedServer elsewhere = server.open()) {
      assertThat(server.postmaster().port()).isNotEqualTo(taken.getLocalPort());
      assertThat(elsewhere.connectionString()).isNotEqualTo(opened.connectionString());
    }
  }

  @Test
  void serverThatOthersUseButNobodySeesIsNotStartedTwice() throws Exception {
    server.open().close();
    try (OtherProcess keeper =
        OtherProcess.start(LeaseKeeper.class, server.home().lock().toString())) {
      keeper.awaitLine("in");

      assertThatThrownBy(server::open)
          .isInstanceOfSatisfying(
              AttestorException.class,
              refusal -> {
                assertThat(refusal.failure()).isEqualTo(Failure.STORE);
                assertThat(refusal.getMessage()).contains("cannot be seen from here");
                assertThat(refusal.hint()).contains("attestor.checkpointStore.connectionString");
              });
      assertThat(server.running()).isFalse();

      keeper.kill();
      server.open().close();
    }
  }

  @Test
  void lostPasswordIsReportedWithWhatToRestore() throws IOException {
    server.open().close();
    Files.delete(server.home().password());

    assertThatThrownBy(server::open)
        .isInstanceOfSatisfying(
            AttestorException.class,
            refusal -> assertThat(refusal.hint()).contains("restore that file from a backup"));
  }

  @Test
  void damagedClusterIsReportedWithTheWordsOfTheServer() throws IOException {
    server.open().close();
    Files.writeString(server.home().data().resolve("PG_VERSION"), "9.6\n");

    assertThatThrownBy(server::open)
        .isInstanceOfSatisfying(
            AttestorException.class,
            refusal -> {
              assertThat(refusal.getMessage()).contains("9.6");
              assertThat(refusal.hint()).contains(server.home().log().toString());
            });
  }

  private static int answer(EmbeddedServer server) {
    return sql(server).first("select answer from kept", row -> row.getInt(1)).orElseThrow();
  }
}

package org.stellaops.attestor.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.postgres.embedded.EmbeddedServerFixture.execute;
import static org.stellaops.attestor.postgres.embedded.EmbeddedServerFixture.sql;

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
import org.stellaops.attestor.postgres.TestDatabase;

/** The life of a server whose cluster is there already. */
class EmbeddedServerTest {
  private static ServerDirectory template;

  @TempDir private Path dataDir;
  private EmbeddedServerFixture server;

  @BeforeAll
  static void createTemplate(@TempDir Path dataDir) throws IOException {
    template = ServerDirectory.createUnder(dataDir);
    Path binaries = TestDatabase.shareBinaries(template);
    InitDb.run(template);
    Files.delete(binaries);
  }

  @BeforeEach
  void copyTemplate() throws IOException {
    server = new EmbeddedServerFixture(dataDir, template);
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  @Test
  void dataSurvivesRestart() throws SQLException {
    try (EmbeddedServer opened = server.open()) {
      execute(opened, "create table kept as select 42 as answer");
    }
    assertThat(server.isRunning()).isFalse();

    try (EmbeddedServer opened = server.open()) {
      assertThat(answer(opened)).isEqualTo(42);
    }
  }

  @Test
  void lastUserStopsSharedServer() throws Exception {
    EmbeddedServer here = server.open();
    try (JavaProcess there = server.startUser()) {
      assertThat(there.awaitLine("in")).isEqualTo(here.connectionString().location());
      EmbeddedServer again = server.open();
      assertThat(again.connectionString()).isEqualTo(here.connectionString());

      here.close();
      here.close();
      again.close();
      assertThat(server.isRunning()).isTrue();

      assertThat(there.finish()).isZero();
      assertThat(server.isRunning()).isFalse();
    }
  }

  @Test
  void runningServerOfKilledUserIsReused() throws Exception {
    String location;
    try (JavaProcess starter = server.startUser()) {
      location = starter.awaitLine("in");
      starter.kill();
    }
    long orphan = server.postmasterPid().pid();
    assertThat(server.isRunning()).isTrue();

    try (EmbeddedServer opened = server.open()) {
      assertThat(opened.connectionString().location()).isEqualTo(location);
      assertThat(server.postmasterPid().pid()).isEqualTo(orphan);
    }
    assertThat(server.isRunning()).isFalse();
  }

  @Test
  void serverStopsDespiteKilledUser() throws Exception {
    try (EmbeddedServer opened = server.open();
        JavaProcess user = server.startUser()) {
      assertThat(user.awaitLine("in")).isEqualTo(opened.connectionString().location());
      user.kill();
    }
    assertThat(server.isRunning()).isFalse();
  }

  @Test
  void crashedServerRecoversOnSamePort() throws Exception {
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
  void reusedPidOfCrashedServerIsIgnored() throws Exception {
    EmbeddedServer opened = server.open();
    execute(opened, "create table kept as select 42 as answer");
    server.crash();
    opened.close();
    Path pidFile = server.directory().dataDirectory().resolve("postmaster.pid");
    List<String> lines = Files.readAllLines(pidFile);
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(pidFile, lines);

    try (EmbeddedServer recovered = server.open()) {
      assertThat(answer(recovered)).isEqualTo(42);
    }
  }

  @Test
  void emptyPidFileIsIgnored() throws Exception {
    server.open().close();
    Files.createFile(server.directory().dataDirectory().resolve("postmaster.pid"));

    EmbeddedServer opened = server.open();
    assertThat(server.isRunning()).isTrue();
    opened.close();
  }

  @Test
  void takenPortOfCrashedServerIsReplaced() throws Exception {
    EmbeddedServer opened = server.open();
    int port = server.postmasterPid().port();
    server.crash();
    opened.close();

    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        EmbeddedServer elsewhere = server.open()) {
      assertThat(server.postmasterPid().port()).isNotEqualTo(taken.getLocalPort());
      assertThat(elsewhere.connectionString()).isNotEqualTo(opened.connectionString());
    }
  }

  @Test
  void leasedButInvisibleServerIsNotStartedTwice() throws Exception {
    server.open().close();
    try (JavaProcess holder =
        JavaProcess.start(LeaseHolder.class, server.directory().lockFile().toString())) {
      holder.awaitLine("in");

      assertThatThrownBy(server::open)
          .isInstanceOfSatisfying(
              AttestorException.class,
              error -> {
                assertThat(error.failure()).isEqualTo(Failure.STORE);
                assertThat(error.getMessage()).contains("is not visible");
                assertThat(error.hint()).contains("attestor.checkpointStore.connectionString");
              });
      assertThat(server.isRunning()).isFalse();

      holder.kill();
      server.open().close();
    }
  }

  @Test
  void missingPasswordFileIsReported() throws IOException {
    server.open().close();
    Files.delete(server.directory().passwordFile());

    assertThatThrownBy(server::open)
        .isInstanceOfSatisfying(
            AttestorException.class,
            error -> assertThat(error.hint()).contains("restore the file from the backup"));
  }

  @Test
  void damagedClusterReportsServerMessage() throws IOException {
    server.open().close();
    Files.writeString(server.directory().dataDirectory().resolve("PG_VERSION"), "9.6\n");

    assertThatThrownBy(server::open)
        .isInstanceOfSatisfying(
            AttestorException.class,
            error -> {
              assertThat(error.getMessage()).contains("9.6");
              assertThat(error.hint()).contains(server.directory().logFile().toString());
            });
  }

  private static int answer(EmbeddedServer server) {
    return sql(server).first("select answer from kept", row -> row.getInt(1)).orElseThrow();
  }
}

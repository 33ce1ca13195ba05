package org.stellaops.attestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.postgres.ServerUnderTest.sql;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first start in a data directory, and what it makes there. */
class EmbeddedServerFirstStartTest {
  @TempDir private Path dataDir;
  private ServerUnderTest server;

  @BeforeEach
  void nothingIsThere() throws IOException {
    server = new ServerUnderTest(dataDir);
  }

  @AfterEach
  void leaveNoServerBehind() throws IOException {
    server.close();
  }

  @Test
  void processesThatStartAtTheSameMomentMakeOneServer() throws Exception {
    List<OtherProcess> guests = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        guests.add(server.guest());
      }
      List<String> places = guests.stream().map(guest -> guest.awaitLine("in")).distinct().toList();
      assertThat(places).hasSize(1).doesNotContainNull();

      for (OtherProcess guest : guests) {
        assertThat(server.running()).isTrue();
        assertThat(guest.finish()).isZero();
      }
      assertThat(server.running()).isFalse();
    } finally {
      guests.forEach(OtherProcess::close);
    }
  }

  @Test
  void initThatWasKilledHalfWayIsDoneAgain() throws Exception {
    try (WatchService watch = FileSystems.getDefault().newWatchService();
        OtherProcess starter = startedUnder(watch)) {
      awaitDirectory(watch, "initdb-");
      starter.kill();
    }
    assertThat(server.home().hasData()).isFalse();

    try (EmbeddedServer opened = server.open()) {
      assertThat(sql(opened).first("select 42", row -> row.getInt(1))).contains(42);
    }
  }

  @Test
  void leftoversOfKilledProcessesAreSweptAway() throws Exception {
    Files.createDirectories(server.home().dir().resolve("initdb-123/base/1"));
    Files.writeString(server.home().dir().resolve("initdb-123/base/1/2"), "half");

    server.open().close();

    try (Stream<Path> left = Files.list(server.home().dir())) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("initdb-") || name.startsWith("unpacking-"));
    }
  }

  @Test
  void nobodyComesInWithoutThePasswordAndOnlyTheOwnerCanReadIt() throws IOException {
    try (EmbeddedServer opened = server.open()) {
      ConnectionString stranger = opened.connectionString().withPassword("guess");

      assertThatThrownBy(() -> Database.direct(stranger, "public", "test").connectApart())
          .hasMessageContaining("password authentication failed");
      assertThat(permissions(server.home().password())).isEqualTo("rw-------");
      assertThat(permissions(server.home().data())).isEqualTo("rwx------");
      assertThat(opened.connectionString().toString())
          .doesNotContain(ServerPassword.read(server.home().password()));
    }
  }

  @Test
  void serverIsDurableAndSmallAndOnlyForThisHost() {
    try (EmbeddedServer opened = server.open()) {
      Sql sql = sql(opened);

      assertThat(
              sql.list(
                  "select name || '=' || setting from pg_settings where name in ('fsync',"
                      + " 'synchronous_commit', 'full_page_writes', 'listen_addresses',"
                      + " 'unix_socket_directories', 'max_connections', 'data_checksums')",
                  row -> row.getString(1)))
          .containsExactlyInAnyOrder(
              "fsync=on",
              "synchronous_commit=on",
              "full_page_writes=on",
              "listen_addresses=127.0.0.1",
              "unix_socket_directories=",
              "max_connections=50",
              "data_checksums=on");
      assertThat(
              sql.list(
                  "select distinct auth_method from pg_hba_file_rules", row -> row.getString(1)))
          .containsExactly("scram-sha-256");
    }
  }

  private OtherProcess startedUnder(WatchService watch) throws IOException {
    server.home().dir().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
    return server.guest();
  }

  private static void awaitDirectory(WatchService watch, String prefix)
      throws InterruptedException {
    while (true) {
      WatchKey key = watch.poll(30, TimeUnit.SECONDS);
      assertThat(key).isNotNull();
      for (WatchEvent<?> event : key.pollEvents()) {
        if (event.context().toString().startsWith(prefix)) {
          return;
        }
      }
      key.reset();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

package org.stellaops.attestor.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.postgres.embedded.EmbeddedServerFixture.sql;

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
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;

/** The first start in a data directory, and what it makes there. */
class EmbeddedServerFirstStartTest {
  @TempDir private Path dataDir;
  private EmbeddedServerFixture server;

  @BeforeEach
  void createServer() throws IOException {
    server = new EmbeddedServerFixture(dataDir);
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  @Test
  void concurrentStartsShareOneServer() throws Exception {
    List<JavaProcess> users = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        users.add(server.startUser());
      }
      List<String> locations = users.stream().map(user -> user.awaitLine("in")).distinct().toList();
      assertThat(locations).hasSize(1).doesNotContainNull();

      for (JavaProcess user : users) {
        assertThat(server.isRunning()).isTrue();
        assertThat(user.finish()).isZero();
      }
      assertThat(server.isRunning()).isFalse();
    } finally {
      users.forEach(JavaProcess::close);
    }
  }

  @Test
  void interruptedInitDbIsRepeated() throws Exception {
    try (WatchService watch = FileSystems.getDefault().newWatchService();
        JavaProcess starter = startWatched(watch)) {
      awaitDirectory(watch, "initdb-");
      starter.kill();
    }
    assertThat(server.directory().hasCluster()).isFalse();

    try (EmbeddedServer opened = server.open()) {
      assertThat(sql(opened).first("select 42", row -> row.getInt(1))).contains(42);
    }
  }

  @Test
  void staleDirectoriesAreDeleted() throws Exception {
    Files.createDirectories(server.directory().path().resolve("initdb-123/base/1"));
    Files.writeString(server.directory().path().resolve("initdb-123/base/1/2"), "half");

    server.open().close();

    try (Stream<Path> remaining = Files.list(server.directory().path())) {
      assertThat(remaining.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("initdb-") || name.startsWith("unpacking-"));
    }
  }

  @Test
  void serverRequiresPasswordReadableByOwnerOnly() throws IOException {
    try (EmbeddedServer opened = server.open()) {
      ConnectionTarget wrongPassword = opened.connectionString().withPassword("guess");

      assertThatThrownBy(() -> Database.direct(wrongPassword, "public", "test").connectDirectly())
          .hasMessageContaining("password authentication failed");
      assertThat(permissions(server.directory().passwordFile())).isEqualTo("rw-------");
      assertThat(permissions(server.directory().dataDirectory())).isEqualTo("rwx------");
      assertThat(opened.connectionString().toString())
          .doesNotContain(ServerPassword.read(server.directory().passwordFile()));
    }
  }

  @Test
  void serverSettingsAreDurableAndLocal() {
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
              "max_connections=100",
              "data_checksums=on");
      assertThat(
              sql.list(
                  "select distinct auth_method from pg_hba_file_rules", row -> row.getString(1)))
          .containsExactly("scram-sha-256");
    }
  }

  private JavaProcess startWatched(WatchService watch) throws IOException {
    server.directory().path().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
    return server.startUser();
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

package org.stellaops.attestor.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The embedded server of one data directory, looked at and mistreated from outside. */
public final class ServerUnderTest implements AutoCloseable {
  private final Path dataDir;
  private final ServerHome home;
  private final Path binaries;

  /** A directory in which no server has ever been; only the programs are unpacked already. */
  public ServerUnderTest(Path dataDir) throws IOException {
    this.dataDir = dataDir;
    this.home = ServerHome.in(dataDir);
    this.binaries = TestDatabase.shareBinaries(home);
  }

  /** A directory with a copy of another's cluster, whose server is stopped. */
  ServerUnderTest(Path dataDir, ServerHome template) throws IOException {
    this(dataDir);
    Files.copy(template.password(), home.password());
    try (Stream<Path> paths = Files.walk(template.data())) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path copy = home.data().resolve(template.data().relativize(path));
        Files.copy(path, copy);
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(path));
      }
    }
  }

  ServerHome home() {
    return home;
  }

  public EmbeddedServer open() {
    return EmbeddedServer.open(dataDir);
  }

  /** Another process that opens it. */
  OtherProcess guest() {
    return OtherProcess.start(ServerGuest.class, dataDir.toString());
  }

  Postmaster postmaster() throws IOException {
    return Postmaster.of(home.data()).orElseThrow();
  }

  boolean running() {
    try {
      return Postmaster.of(home.data()).flatMap(Postmaster::process).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server dies as by a power cut, and its children notice. */
  public void crash() throws Exception {
    ProcessHandle server = postmaster().process().orElseThrow();
    List<ProcessHandle> children = server.children().toList();
    server.destroyForcibly();
    server.onExit().get(30, TimeUnit.SECONDS);
    for (ProcessHandle child : children) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  static void execute(EmbeddedServer server, String sql) throws SQLException {
    TestDatabase.execute(Database.direct(server.connectionString(), "public", "test"), sql);
  }

  static Sql sql(EmbeddedServer server) {
    Database database = Database.direct(server.connectionString(), "public", "test");
    return new Sql(database);
  }

  /** No server outlives a test that failed. */
  @Override
  public void close() throws IOException {
    Files.delete(binaries);
    Postmaster.of(home.data())
        .flatMap(Postmaster::process)
        .ifPresent(process -> {
          process.destroyForcibly();
          process.onExit().join();
        });
  }
}

package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;

/** The embedded server of one data directory, looked at and mistreated from outside. */
public final class EmbeddedServerFixture implements AutoCloseable {
  private final Path dataDir;
  private final ServerDirectory directory;
  private final Path binaries;

  /** A directory in which no server has ever been; only the programs are unpacked already. */
  public EmbeddedServerFixture(Path dataDir) throws IOException {
    this.dataDir = dataDir;
    this.directory = ServerDirectory.createUnder(dataDir);
    this.binaries = TestDatabase.shareBinaries(directory);
  }

  /** A directory with a copy of another's cluster, whose server is stopped. */
  EmbeddedServerFixture(Path dataDir, ServerDirectory template) throws IOException {
    this(dataDir);
    Files.copy(template.passwordFile(), directory.passwordFile());
    try (Stream<Path> paths = Files.walk(template.dataDirectory())) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path copy = directory.dataDirectory().resolve(template.dataDirectory().relativize(path));
        Files.copy(path, copy);
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(path));
      }
    }
  }

  ServerDirectory directory() {
    return directory;
  }

  public EmbeddedServer open() {
    return EmbeddedServer.open(dataDir);
  }

  /** Another process that opens it. */
  JavaProcess startUser() {
    return JavaProcess.start(EmbeddedServerUser.class, dataDir.toString());
  }

  PostmasterPid postmasterPid() throws IOException {
    return PostmasterPid.read(directory.dataDirectory()).orElseThrow();
  }

  boolean isRunning() {
    try {
      return PostmasterPid.read(directory.dataDirectory())
          .flatMap(PostmasterPid::process)
          .isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server dies as by a power cut, and its children notice. */
  public void crash() throws Exception {
    ProcessHandle server = postmasterPid().process().orElseThrow();
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
    PostmasterPid.read(directory.dataDirectory())
        .flatMap(PostmasterPid::process)
        .ifPresent(process -> {
          process.destroyForcibly();
          process.onExit().join();
        });
  }
}

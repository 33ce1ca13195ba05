package org.stellaops.attestor.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.postgres.TestDatabase;

/** Root in a container: what is allowed there differs, and a server must run all the same. */
class ServerUserTest {
  private static final List<String> FAILING_COMMAND = List.of("false");
  private static final int NOBODY_ID = 65534;

  @TempDir private Path dataDir;
  private ServerDirectory directory;

  @BeforeEach
  void requireRoot() throws IOException {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    directory = ServerDirectory.createUnder(dataDir);
  }

  @Test
  void rootDirectoryUsesUserNamespace() throws IOException {
    assumeThat(ProcessResult.run(List.of("unshare", "-U", "true")).isSuccess()).isTrue();

    ServerUser user = ServerUser.detect(directory, "true");

    assertThat(user.commandPrefix()).containsExactly("unshare", "-U");
    assertThat(uid(directory.path())).isZero();
  }

  @Test
  void withoutNamespacesNobodyOwnsDirectory() throws IOException {
    makeAccessible(dataDir);
    Files.writeString(directory.passwordFile(), "x");

    ServerUser user = ServerUser.detectForRoot(directory, "true", FAILING_COMMAND);

    assertThat(uid(directory.path())).isEqualTo(NOBODY_ID);
    assertThat(uid(directory.passwordFile())).isEqualTo(NOBODY_ID);
    assertThat(ProcessResult.run(user.command("id", "-u")).output()).isEqualTo("65534");
    assertThat(ProcessResult.run(user.command("id", "-g")).output()).isEqualTo("65534");
  }

  @Test
  void directoryOfOtherUserRunsAsThatUser() throws IOException {
    makeAccessible(dataDir);
    Files.setAttribute(directory.path(), "unix:uid", 12345);
    Files.setAttribute(directory.path(), "unix:gid", 23456);

    ServerUser user = ServerUser.detect(directory, "true");

    assertThat(ProcessResult.run(user.command("id", "-u")).output()).isEqualTo("12345");
    assertThat(ProcessResult.run(user.command("id", "-g")).output()).isEqualTo("23456");
    Path file = Files.createFile(directory.logFile());
    ServerUser.inheritOwner(file);
    assertThat(uid(file)).isEqualTo(12345);
  }

  @Test
  void serverDirectoryInheritsOwner(@TempDir Path parent) throws IOException {
    Files.setAttribute(parent, "unix:uid", 12345);

    assertThat(uid(ServerDirectory.createUnder(parent).path())).isEqualTo(12345);
  }

  @Test
  void withoutAnyOptionExternalServerIsSuggested() {
    assertThatThrownBy(
            () -> ServerUser.detectForRoot(directory, "/no/such/program", FAILING_COMMAND))
        .isInstanceOfSatisfying(
            AttestorException.class,
            error -> {
              assertThat(error.failure()).isEqualTo(Failure.STORE);
              assertThat(error.getMessage())
                  .startsWith("PostgreSQL does not run as root, and cannot run as user 65534");
              assertThat(error.hint())
                  .contains("as another user")
                  .contains("attestor.checkpointStore.connectionString");
            });
  }

  /** 65534 is nobody, and 12345 is a number without a name, as containers often have. */
  @ParameterizedTest
  @ValueSource(ints = {65534, 12345})
  void serverRunsAsDirectoryOwner(int owner) throws IOException {
    assumeThat(ProcessResult.run(List.of("unshare", "-U", "true")).isSuccess()).isTrue();
    makeAccessible(dataDir);
    Files.setAttribute(directory.path(), "unix:uid", owner);
    Files.setAttribute(directory.path(), "unix:gid", owner);
    Path binaries = TestDatabase.shareBinaries(directory);

    try (EmbeddedServer server = EmbeddedServer.open(dataDir);
        EmbeddedServer second = EmbeddedServer.open(dataDir)) {
      assertThat(second.connectionString()).isEqualTo(server.connectionString());
      assertThat(uid(directory.dataDirectory())).isEqualTo(owner);
    }
    assertThat(PostmasterPid.read(directory.dataDirectory())).isEmpty();
    Files.delete(binaries);
  }

  private static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }

  /** Lets other users through, as the directories above a data directory usually do. */
  private static void makeAccessible(Path dir) throws IOException {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}

package org.stellaops.attestor.postgres;

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

/** Root in a container: what is allowed there differs, and a server must run all the same. */
class ServerUserTest {
  private static final List<String> FORBIDDEN = List.of("false");
  private static final int NOBODY = 65534;

  @TempDir private Path dataDir;
  private ServerHome home;

  @BeforeEach
  void onlyRootHasAChoice() throws IOException {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    home = ServerHome.in(dataDir);
  }

  @Test
  void directoryOfRootIsServedFromAUserNamespace() throws IOException {
    assumeThat(ServerCommand.run(List.of("unshare", "-U", "true")).succeeded()).isTrue();

    ServerUser user = ServerUser.of(home, "true");

    assertThat(user.prefix()).containsExactly("unshare", "-U");
    assertThat(uid(home.dir())).isZero();
  }

  @Test
  void whereNamespacesAreForbiddenNobodyBecomesTheOwner() throws IOException {
    open(dataDir);
    Files.writeString(home.password(), "x");

    ServerUser user = ServerUser.forRoot(home, "true", FORBIDDEN);

    assertThat(uid(home.dir())).isEqualTo(NOBODY);
    assertThat(uid(home.password())).isEqualTo(NOBODY);
    assertThat(ServerCommand.run(user.command("id", "-u")).output()).isEqualTo("65534");
    assertThat(ServerCommand.run(user.command("id", "-g")).output()).isEqualTo("65534");
  }

  @Test
  void directoryOfAnotherUserIsServedAsThatUser() throws IOException {
    open(dataDir);
    Files.setAttribute(home.dir(), "unix:uid", 12345);
    Files.setAttribute(home.dir(), "unix:gid", 23456);

    ServerUser user = ServerUser.of(home, "true");

    assertThat(ServerCommand.run(user.command("id", "-u")).output()).isEqualTo("12345");
    assertThat(ServerCommand.run(user.command("id", "-g")).output()).isEqualTo("23456");
    Path made = Files.createFile(home.log());
    ServerUser.adopt(made);
    assertThat(uid(made)).isEqualTo(12345);
  }

  @Test
  void homeInADirectoryOfAnotherUserBelongsToThatUser(@TempDir Path theirs) throws IOException {
    Files.setAttribute(theirs, "unix:uid", 12345);

    assertThat(uid(ServerHome.in(theirs).dir())).isEqualTo(12345);
  }

  @Test
  void whereNothingIsAllowedTheOperatorIsToldToConnectElsewhere() {
    assertThatThrownBy(() -> ServerUser.forRoot(home, "/no/such/program", FORBIDDEN))
        .isInstanceOfSatisfying(
            AttestorException.class,
            refusal -> {
              assertThat(refusal.failure()).isEqualTo(Failure.STORE);
              assertThat(refusal.getMessage())
                  .startsWith("PostgreSQL does not run as root, and cannot be run as user 65534");
              assertThat(refusal.hint())
                  .contains("as another user")
                  .contains("attestor.checkpointStore.connectionString");
            });
  }

  /** 65534 is nobody, and 12345 is a number without a name, as containers often have. */
  @ParameterizedTest
  @ValueSource(ints = {65534, 12345})
  void serverRunsAsTheOwnerOfItsDirectory(int owner) throws IOException {
    assumeThat(ServerCommand.run(List.of("unshare", "-U", "true")).succeeded()).isTrue();
    open(dataDir);
    Files.setAttribute(home.dir(), "unix:uid", owner);
    Files.setAttribute(home.dir(), "unix:gid", owner);
    Path binaries = TestDatabase.shareBinaries(home);

    try (EmbeddedServer server = EmbeddedServer.open(dataDir);
        EmbeddedServer joined = EmbeddedServer.open(dataDir)) {
      assertThat(joined.connectionString()).isEqualTo(server.connectionString());
      assertThat(uid(home.data())).isEqualTo(owner);
    }
    assertThat(Postmaster.of(home.data())).isEmpty();
    Files.delete(binaries);
  }

  private static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }

  /** Lets other users through, as the directories above a data directory usually do. */
  private static void open(Path dir) throws IOException {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}

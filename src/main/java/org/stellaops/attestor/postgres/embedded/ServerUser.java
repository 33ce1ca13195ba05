package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * As whom the programs of PostgreSQL run. Usually that is who runs us, but as root they refuse.
 * Then it is the owner of the directory; and where that is root too, root in a user namespace in
 * which it looks like nobody. Containers often forbid namespaces; then nobody becomes the owner.
 *
 * @param commandPrefix what comes before a program on its command line
 */
record ServerUser(List<String> commandPrefix) {
  static final String EXTERNAL_SERVER_HINT =
      "set attestor.checkpointStore.connectionString to a PostgreSQL of your own";

  private static final List<String> USER_NAMESPACE_COMMAND = List.of("unshare", "-U");
  private static final int NOBODY_ID = 65534;

  /**
   * Finds a way that works here.
   *
   * @param probe a program of PostgreSQL that says its version
   */
  static ServerUser detect(ServerDirectory directory, String probe) {
    return isRoot()
        ? detectForRoot(directory, probe, USER_NAMESPACE_COMMAND)
        : new ServerUser(List.of());
  }

  /** The same for root, with another way into a user namespace. */
  static ServerUser detectForRoot(
      ServerDirectory directory, String probe, List<String> namespaceCommand) {
    try {
      int owner = (int) Files.getAttribute(directory.path(), "unix:uid");
      if (owner == 0) {
        ProcessResult result = ProcessResult.run(command(namespaceCommand, probe, "--version"));
        if (result.isSuccess()) {
          return new ServerUser(namespaceCommand);
        }
        owner = NOBODY_ID;
        changeOwnerRecursively(directory.path(), owner);
      }
      List<String> commandPrefix =
          setprivPrefix(owner, (int) Files.getAttribute(directory.path(), "unix:gid"));
      ProcessResult result = ProcessResult.run(command(commandPrefix, probe, "--version"));
      if (result.isSuccess()) {
        return new ServerUser(commandPrefix);
      }
      throw new AttestorException(
          Failure.STORE,
          "PostgreSQL does not run as root, and cannot be run as user "
              + owner
              + " in "
              + directory.path()
              + ": "
              + result.lastLine(),
          "run this program as another user, or " + EXTERNAL_SERVER_HINT);
    } catch (IOException e) {
      throw directory.diskFailure(e);
    }
  }

  /**
   * The same user, looking like nobody. Containers often run with a number that has no name, and
   * {@code initdb}, alone of all, wants one.
   */
  ServerUser inUserNamespace() {
    return commandPrefix.equals(USER_NAMESPACE_COMMAND)
        ? this
        : new ServerUser(
            Stream.concat(commandPrefix.stream(), USER_NAMESPACE_COMMAND.stream()).toList());
  }

  /** The command line of a program. */
  List<String> command(String program, String... arguments) {
    return command(commandPrefix, program, arguments);
  }

  /** Lets a path that root has just created belong to the owner of its directory. */
  static void inheritOwner(Path path) throws IOException {
    if (isRoot()) {
      for (String id : List.of("unix:uid", "unix:gid")) {
        Files.setAttribute(path, id, Files.getAttribute(path.getParent(), id));
      }
    }
  }

  private static void changeOwnerRecursively(Path directory, int owner) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static List<String> setprivPrefix(int uid, int gid) {
    int group = gid == 0 ? NOBODY_ID : gid;
    return List.of("setpriv", "--reuid=" + uid, "--regid=" + group, "--clear-groups", "--");
  }

  private static List<String> command(
      List<String> commandPrefix, String program, String... arguments) {
    List<String> command = new ArrayList<>(commandPrefix);
    command.add(program);
    command.addAll(List.of(arguments));
    return command;
  }

  private static boolean isRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException | UnsupportedOperationException noProc) {
      return "root".equals(System.getProperty("user.name"));
    }
  }
}

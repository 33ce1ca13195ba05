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
 * The user that the programs of PostgreSQL run as. Usually that is the current user, but PostgreSQL
 * does not run as root. Root uses the owner of the directory instead or, if that is root, too, a
 * user namespace in which root has UID 65534. If namespaces are not permitted, as in many
 * containers, the directory is given to UID 65534.
 *
 * @param commandPrefix the arguments before the program on its command line
 */
record ServerUser(List<String> commandPrefix) {
  static final String EXTERNAL_SERVER_HINT =
      "set attestor.checkpointStore.connectionString to another PostgreSQL server";

  private static final List<String> USER_NAMESPACE_COMMAND = List.of("unshare", "-U");
  private static final int NOBODY_ID = 65534;

  /**
   * Finds a way that works here.
   *
   * @param probe a program of PostgreSQL, called with {@code --version}
   */
  static ServerUser detect(ServerDirectory directory, String probe) {
    return isRoot()
        ? detectForRoot(directory, probe, USER_NAMESPACE_COMMAND)
        : new ServerUser(List.of());
  }

  /** The same for root, with another command for user namespaces. */
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
          "PostgreSQL does not run as root, and cannot run as user %d in %s: %s"
              .formatted(owner, directory.path(), result.lastLine()),
          "run this program as another user, or " + EXTERNAL_SERVER_HINT);
    } catch (IOException e) {
      throw directory.diskFailure(e);
    }
  }

  /**
   * The same user in a user namespace. Containers often run with a user ID without a name, which
   * {@code initdb} requires.
   */
  ServerUser inUserNamespace() {
    return commandPrefix.equals(USER_NAMESPACE_COMMAND)
        ? this
        : new ServerUser(
            Stream.concat(commandPrefix.stream(), USER_NAMESPACE_COMMAND.stream()).toList());
  }

  /** The command line of a program with these arguments. */
  List<String> command(String program, String... arguments) {
    return command(commandPrefix, program, arguments);
  }

  /** Gives a path that root has created to the owner of its directory. */
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

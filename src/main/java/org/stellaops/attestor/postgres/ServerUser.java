package org.stellaops.attestor.postgres;

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
 * @param prefix what comes before a program on its command line
 */
record ServerUser(List<String> prefix) {
  static final String CONNECT_INSTEAD =
      "set attestor.checkpointStore.connectionString to a PostgreSQL of your own";

  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  private static final int NOBODY = 65534;

  /**
   * Finds a way that works here.
   *
   * @param probe a program of PostgreSQL that says its version
   */
  static ServerUser of(ServerHome home, String probe) {
    return isRoot() ? forRoot(home, probe, NAMESPACE) : new ServerUser(List.of());
  }

  /** The same for root, with another way into a user namespace. */
  static ServerUser forRoot(ServerHome home, String probe, List<String> namespace) {
    try {
      int owner = (int) Files.getAttribute(home.dir(), "unix:uid");
      if (owner == 0) {
        ServerCommand tried = ServerCommand.run(command(namespace, probe, "--version"));
        if (tried.succeeded()) {
          return new ServerUser(namespace);
        }
        owner = NOBODY;
        giveAll(home.dir(), owner);
      }
      List<String> prefix = becoming(owner, (int) Files.getAttribute(home.dir(), "unix:gid"));
      ServerCommand tried = ServerCommand.run(command(prefix, probe, "--version"));
      if (tried.succeeded()) {
        return new ServerUser(prefix);
      }
      throw new AttestorException(
          Failure.STORE,
          "PostgreSQL does not run as root, and cannot be run as user "
              + owner
              + " in "
              + home.dir()
              + ": "
              + tried.lastLine(),
          "run this program as another user, or " + CONNECT_INSTEAD);
    } catch (IOException e) {
      throw home.failed(e);
    }
  }

  /**
   * The same user, looking like nobody. Containers often run with a number that has no name, and
   * {@code initdb}, alone of all, wants one.
   */
  ServerUser nameless() {
    return prefix.equals(NAMESPACE)
        ? this
        : new ServerUser(Stream.concat(prefix.stream(), NAMESPACE.stream()).toList());
  }

  /** The command line of a program. */
  List<String> command(String program, String... arguments) {
    return command(prefix, program, arguments);
  }

  /** Lets a path that root has just created belong to the owner of its directory. */
  static void adopt(Path path) throws IOException {
    if (isRoot()) {
      for (String id : List.of("unix:uid", "unix:gid")) {
        Files.setAttribute(path, id, Files.getAttribute(path.getParent(), id));
      }
    }
  }

  private static void giveAll(Path dir, int owner) throws IOException {
    try (Stream<Path> paths = Files.walk(dir)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static List<String> becoming(int uid, int gid) {
    int group = gid == 0 ? NOBODY : gid;
    return List.of("setpriv", "--reuid=" + uid, "--regid=" + group, "--clear-groups", "--");
  }

  private static List<String> command(List<String> prefix, String program, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
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

package org.stellaops.attestor.scenario.airgap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What somebody who may write into an inbox puts there: a shell command in the inbox. {@code $N} is
 * a name for the bundle, {@code $S} its suffix, {@code $KIT} a valid bundle, {@code $OUT} a
 * directory of the daemon. Some kinds are dropped into other directories with another suffix as
 * well.
 */
record HostileDrop(String name, End end, String script) {
  /** What becomes of the bundle with this name. */
  enum End {
    IMPORTED,
    REFUSED,
    WAITS,
    ANY
  }

  /** The kinds, of which the test drops all together and the trial one after another. */
  static final List<HostileDrop> KINDS = read();

  private static List<HostileDrop> read() {
    try (InputStream in = HostileDrop.class.getResourceAsStream("/hostile-drops.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 3))
          .map(part ->
              new HostileDrop(part[1], End.valueOf(part[0].toUpperCase(Locale.ROOT)), part[2]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the bundle. */
  String file() {
    return name + ".tar.gz";
  }

  /** Runs the command as the user nobody, if this process may; else as its own user. */
  void run(Path inbox, Path kit, Path outside) throws IOException, InterruptedException {
    run(inbox, ".tar.gz", kit, outside);
  }

  void run(Path inbox, String suffix, Path kit, Path outside)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isForeign()) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
    }
    command.addAll(List.of("sh", "-c", script));
    ProcessBuilder builder = new ProcessBuilder(command).directory(inbox.toFile());
    builder.environment().put("N", name + suffix);
    builder.environment().put("S", suffix);
    builder.environment().put("KIT", kit.toString());
    builder.environment().put("OUT", outside.toString());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(name + " has not ended");
    }
  }

  /** Whether files can be dropped by a user of their own. */
  static boolean isForeign() {
    return System.getProperty("user.name").equals("root")
        && Files.isExecutable(Path.of("/usr/bin/setpriv"));
  }
}

package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.cli.Stella;
import org.stellaops.attestor.fakelog.FakeLog;

/**
 * Real processes that export and import, killed with no chance to clean up, at random moments.
 * {@code bin/trial bundle-kills 100} does it more often than this test.
 */
class KilledBundleTest {
  private static final String ORIGIN = "kill.example/bundle";
  private static final long ENTRIES = 100_000;
  private static final int KILLS = Integer.getInteger("trial.kills", 2);
  private static final long SEED = Long.getLong("trial.seed", System.nanoTime());
  private static final long SHORTEST_LIFE_MILLIS = 1_500;
  private static final long LONGEST_LIFE_MILLIS = 6_000;
  private static final long PATIENCE_SECONDS = 120;

  @TempDir private Path directory;

  private final Random random = new Random(SEED);
  private final FakeLog log = FakeLog.named(ORIGIN).grow(ENTRIES);

  @Test
  void noHalfBundleAndNoHalfMirrorIsEverSeenAndTheNextTrySucceeds() throws Exception {
    Path source = directory.resolve("source");
    log.write(source);
    Path connected = configuration("connected", source.toUri().toString());
    assertThat(run(connected, PATIENCE_SECONDS * 1000, "sync", "--all", "--full")).isTrue();
    Path good = directory.resolve("good.tar.gz");
    export(connected, good, PATIENCE_SECONDS * 1000);

    Path bundle = directory.resolve("bundle.tar.gz");
    for (int kill = 0; kill < KILLS; kill++) {
      export(connected, bundle, life());
      if (Files.exists(bundle)) {
        assertThat(Files.mismatch(good, bundle)).as("seed " + SEED).isEqualTo(-1);
        Files.delete(bundle.resolveSibling("bundle.tar.gz.sha256")); // is there
        Files.delete(bundle);
      }
    }
    assertThat(export(connected, bundle, PATIENCE_SECONDS * 1000)).isTrue();
    assertThat(Files.mismatch(good, bundle)).isEqualTo(-1);

    Path isolated = configuration("isolated", "http://127.0.0.1:1/");
    for (int kill = 0; kill < KILLS; kill++) {
      if (run(isolated, life(), "import", bundle.toString())) {
        assertThat(mirrored("isolated")).isEqualTo(FileTree.of(source));
        isolated = configuration("isolated", "http://127.0.0.1:1/");
        FileTree.putAside(directory.resolve("isolated/tiles"));
      }
      assertThat(FileTree.of(source))
          .as("seed " + SEED + ", kill " + kill)
          .containsAllEntriesOf(mirrored("isolated"));
    }
    assertThat(run(isolated, PATIENCE_SECONDS * 1000, "import", bundle.toString())).isTrue();
    assertThat(mirrored("isolated")).isEqualTo(FileTree.of(source));
    assertThat(directory.resolve("isolated/tiles/.staging").toFile().list()).isNullOrEmpty();
  }

  private long life() {
    return random.nextLong(SHORTEST_LIFE_MILLIS, LONGEST_LIFE_MILLIS);
  }

  private boolean export(Path config, Path bundle, long millis) throws Exception {
    return run(
        config,
        millis,
        "export",
        "--backend",
        "log",
        "--include-entries",
        "--output",
        bundle.toString());
  }

  /** A configuration with a database of its own. */
  private Path configuration(String name, String url) throws IOException {
    Path home = Files.createDirectories(directory.resolve(name));
    return Files.writeString(
        home.resolve("attestor.yaml"),
        """
        attestor:
          dataDir: "%s"
          checkpointStore:
            connectionString: "%s"
          rekorSync:
            backends:
              - id: log
                origin: %s
                baseUrl: %s
                publicKey: %s
        """
            .formatted(home, TestConfiguration.ownDatabase(), ORIGIN, url, log.identity().key()));
  }

  /** Runs a command for at most so long and kills it then; tells whether it was done before. */
  private boolean run(Path config, long millis, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Stella.class.getName(),
                "attestor"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--config", config.toString()));
    Path output = config.resolveSibling("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
      return false;
    }
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return true;
  }

  /** What has its final name in the mirror. */
  private Map<String, String> mirrored(String name) {
    Path tree =
        directory.resolve(name).resolve("tiles").resolve(log.identity().origin().directory());
    Map<String, String> files = new TreeMap<>(FileTree.of(tree));
    files.keySet().removeIf(file -> Path.of(file).getFileName().toString().startsWith("."));
    return files;
  }
}

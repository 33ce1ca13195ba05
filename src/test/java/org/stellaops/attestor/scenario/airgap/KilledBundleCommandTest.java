package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.FileTree;
import org.stellaops.attestor.scenario.support.KilledProcess;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * Real processes that export and import, killed with no chance to clean up, at random moments of
 * their work. {@code bin/trial bundle-kills} does it more often than this test.
 */
class KilledBundleCommandTest {
  private static final String ORIGIN = "kill.example/bundle";
  private static final long BEFORE = 60_000;
  private static final long AFTER = 130_000;
  private static final int KILLS = Integer.getInteger("trial.kills", 1);
  private static final long SEED = Long.getLong("trial.seed", System.nanoTime());
  private static final int MAX_WORK_MILLIS = 2_000;
  private static final Pattern MIRRORED_SIZE = Pattern.compile("\"mirroredSize\" : (null|\\d+)");

  /** What the mirror may show when its checkpoint is of that size; nothing where it has none. */
  private final Map<Long, Map<String, String>> trees = new HashMap<>(Map.of(0L, Map.of()));

  @TempDir private Path directory;

  private final Random random = new Random(SEED);
  private final FakeLog log = FakeLog.named(ORIGIN);
  private Path source;
  private Path connected;

  @BeforeEach
  void setUp() throws IOException {
    source = directory.resolve("source");
    connected = configuration("connected", source.toUri().toString());
  }

  @Test
  void neverLeavesAPartialBundleOrMirrorAndSucceedsOnRetry() throws Exception {
    grow(BEFORE);
    Path full = killExports("full.tar.gz");
    grow(AFTER);
    Path delta = killExports("delta.tar.zst", "--since", Long.toString(BEFORE));

    killImports(full, 0, BEFORE);
    killImports(delta, BEFORE, AFTER, full);
  }

  private void grow(long size) throws Exception {
    log.grow(size - log.size()).write(source);
    Path tree = directory.resolve("tree-" + size);
    log.write(tree);
    trees.put(size, FileTree.of(tree));
    KilledProcess.of(connected, "sync", "--all", "--full").runToCompletion();
  }

  /** Kills exports at work until enough were killed, and gives the bundle of one that was not. */
  private Path killExports(String name, String... options) throws Exception {
    Path completeBundle = Files.createDirectories(directory.resolve("good")).resolve(name);
    export(completeBundle, options).runToCompletion();
    Path bundle = Files.createDirectories(directory.resolve("bundles")).resolve(name);
    int kills = 0;
    while (kills < KILLS) {
      KilledProcess.End end =
          export(bundle, options).killAfterFirstWrite(bundle.getParent(), randomWorkMillis());
      kills += end == KilledProcess.End.KILLED ? 1 : 0;
      if (Files.exists(bundle)) {
        assertComplete(bundle, completeBundle);
        Files.delete(bundle);
        Files.delete(digestOf(bundle));
      }
    }
    export(bundle, options).runToCompletion();
    assertComplete(bundle, completeBundle);
    return bundle;
  }

  private KilledProcess export(Path bundle, String... options) {
    Stream<String> exportArguments =
        Stream.of(
            "export",
            "--backend",
            "log",
            "--include-entries",
            "--force",
            "--output",
            bundle.toString());
    return new KilledProcess(
        connected, Stream.concat(exportArguments, Stream.of(options)).toList());
  }

  private static void assertComplete(Path bundle, Path completeBundle) throws IOException {
    assertThat(Files.mismatch(completeBundle, bundle)).as(seed()).isEqualTo(-1);
    assertThat(digestOf(bundle)).as(seed()).hasSameTextualContentAs(digestOf(completeBundle));
  }

  private static Path digestOf(Path bundle) {
    return bundle.resolveSibling(bundle.getFileName() + ".sha256");
  }

  /** Kills imports at work until enough were killed, then lets one live. */
  private void killImports(Path bundle, long before, long after, Path... first) throws Exception {
    Path config = isolated(first);
    int kills = 0;
    while (kills < KILLS) {
      KilledProcess.End end =
          importBundle(config, bundle).killAfterFirstWrite(staging(config), randomWorkMillis());
      assertOldOrNewMirror(config, before, after);
      if (end == KilledProcess.End.COMPLETED) {
        assertMirrored(config, after);
        config = isolated(first);
      } else {
        kills++;
      }
    }
    importBundle(config, bundle).runToCompletion();
    assertMirrored(config, after);
  }

  /** A mirror of its own that has taken these bundles. */
  private Path isolated(Path... bundles) throws Exception {
    Path dataDirectory = Files.createTempDirectory(directory, "isolated");
    Path config = configuration(dataDirectory.getFileName().toString(), "http://127.0.0.1:1/");
    for (Path bundle : bundles) {
      importBundle(config, bundle).runToCompletion();
    }
    return config;
  }

  private static KilledProcess importBundle(Path config, Path bundle) {
    return KilledProcess.of(config, "import", bundle.toString());
  }

  private static Path staging(Path config) {
    return config.resolveSibling("tiles").resolve(".staging");
  }

  private void assertMirrored(Path config, long size) {
    assertThat(FileTree.visible(tree(config))).as(seed()).isEqualTo(trees.get(size));
    assertThat(FileTree.of(staging(config))).as(seed()).isEmpty();
    assertThat(status(config)).contains("\"mirroredSize\" : " + size);
  }

  /**
   * Each file is one of the log, and all files are there that the visible checkpoint and the store
   * speak of.
   */
  private void assertOldOrNewMirror(Path config, long before, long after) throws IOException {
    Map<String, String> files = FileTree.visible(tree(config));
    Map<String, String> bothTrees = new TreeMap<>(trees.get(before));
    bothTrees.putAll(trees.get(after));
    files.forEach((name, content) -> {
      if (!name.equals("checkpoint")) {
        assertThat(bothTrees).as(seed()).containsEntry(name, content);
      }
    });
    long published = publishedSize(config);
    assertThat(published).as(seed()).isIn(before, after);
    assertThat(files).as(seed()).containsAllEntriesOf(trees.get(published));
    Map<String, String> checkpointless =
        new TreeMap<>(trees.get(mirroredSize(config, before, after)));
    checkpointless.remove("checkpoint");
    assertThat(files).as(seed()).containsAllEntriesOf(checkpointless);
  }

  /**
   * The size that the store has as mirrored, 0 without one. It is stored after the last file was
   * renamed and before `checkpoint` is published: a kill between the two leaves a store that is
   * ahead of the visible checkpoint, never one that is ahead of the files.
   */
  private static long mirroredSize(Path config, long before, long after) {
    String status = status(config);
    Matcher mirrored = MIRRORED_SIZE.matcher(status);
    assertThat(mirrored.find()).as("%s in %s", seed(), status).isTrue();
    long size = mirrored.group(1).equals("null") ? 0 : Long.parseLong(mirrored.group(1));
    assertThat(size).as(seed()).isIn(0L, before, after);
    return size;
  }

  /** The size of the checkpoint that readers of the mirror see; 0 without one. */
  private long publishedSize(Path config) throws IOException {
    Path checkpoint = tree(config).resolve("checkpoint");
    return Files.exists(checkpoint)
        ? Long.parseLong(
            Files.readString(checkpoint, StandardCharsets.UTF_8).lines().toList().get(1))
        : 0;
  }

  private static String status(Path config) {
    return CommandResult.runWithConfig(config, "sync-status", "-o", "json").out();
  }

  private long randomWorkMillis() {
    return random.nextInt(MAX_WORK_MILLIS);
  }

  private static String seed() {
    return "seed " + SEED;
  }

  /** A configuration with a database of its own. */
  private Path configuration(String name, String url) throws IOException {
    Path dataDirectory = Files.createDirectories(directory.resolve(name));
    return new TestConfiguration(dataDirectory)
        .follow("log", ORIGIN, url, log.identity().key().toString())
        .file();
  }

  private Path tree(Path config) {
    return config.resolveSibling("tiles").resolve(log.identity().origin().directory());
  }
}

package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.fakelog.FakeLog;

/**
 * Real processes that export and import, killed with no chance to clean up, at random moments of
 * their work. {@code bin/trial bundle-kills} does it more often than this test.
 */
class KilledBundleTest {
  private static final String ORIGIN = "kill.example/bundle";
  private static final long BEFORE = 60_000;
  private static final long AFTER = 130_000;
  private static final int KILLS = Integer.getInteger("trial.kills", 1);
  private static final long SEED = Long.getLong("trial.seed", System.nanoTime());
  private static final int LONGEST_WORK_MILLIS = 2_000;

  /** What the mirror may show when its checkpoint is of that size; nothing where it has none. */
  private final Map<Long, Map<String, String>> trees = new HashMap<>(Map.of(0L, Map.of()));

  @TempDir private Path directory;

  private final Random random = new Random(SEED);
  private final FakeLog log = FakeLog.named(ORIGIN);
  private Path source;
  private Path connected;

  @BeforeEach
  void follow() throws IOException {
    source = directory.resolve("source");
    connected = configuration("connected", source.toUri().toString());
  }

  @Test
  void noHalfBundleAndNoHalfMirrorIsEverSeenAndTheNextTrySucceeds() throws Exception {
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
    DoomedProcess.of(connected, "sync", "--all", "--full").live();
  }

  /** Kills exports at work until enough were killed, and gives the bundle of one that was not. */
  private Path killExports(String name, String... more) throws Exception {
    Path good = Files.createDirectories(directory.resolve("good")).resolve(name);
    export(good, more).live();
    Path bundle = Files.createDirectories(directory.resolve("bundles")).resolve(name);
    int kills = 0;
    while (kills < KILLS) {
      DoomedProcess.Fate fate = export(bundle, more).dieAtWork(bundle.getParent(), work());
      kills += fate == DoomedProcess.Fate.KILLED ? 1 : 0;
      if (Files.exists(bundle)) {
        assertIsWhole(bundle, good);
        Files.delete(bundle);
        Files.delete(digestOf(bundle));
      }
    }
    export(bundle, more).live();
    assertIsWhole(bundle, good);
    return bundle;
  }

  private DoomedProcess export(Path bundle, String... more) {
    Stream<String> usual =
        Stream.of("export", "--backend", "log", "--include-entries", "--output", bundle.toString());
    return new DoomedProcess(connected, Stream.concat(usual, Stream.of(more)).toList());
  }

  private static void assertIsWhole(Path bundle, Path good) throws IOException {
    assertThat(Files.mismatch(good, bundle)).as(seed()).isEqualTo(-1);
    assertThat(digestOf(bundle)).as(seed()).hasSameTextualContentAs(digestOf(good));
  }

  private static Path digestOf(Path bundle) {
    return bundle.resolveSibling(bundle.getFileName() + ".sha256");
  }

  /** Kills imports at work until enough were killed, then lets one live. */
  private void killImports(Path bundle, long before, long after, Path... first) throws Exception {
    Path config = isolated(first);
    int kills = 0;
    while (kills < KILLS) {
      DoomedProcess.Fate fate = imports(config, bundle).dieAtWork(staging(config), work());
      assertNoHalfMirror(config, before, after);
      if (fate == DoomedProcess.Fate.DONE) {
        assertMirrored(config, after);
        config = isolated(first);
      } else {
        kills++;
      }
    }
    imports(config, bundle).live();
    assertMirrored(config, after);
  }

  /** A mirror of its own that has taken these bundles. */
  private Path isolated(Path... bundles) throws Exception {
    Path home = Files.createTempDirectory(directory, "isolated");
    Path config = configuration(home.getFileName().toString(), "http://127.0.0.1:1/");
    for (Path bundle : bundles) {
      imports(config, bundle).live();
    }
    return config;
  }

  private static DoomedProcess imports(Path config, Path bundle) {
    return DoomedProcess.of(config, "import", bundle.toString());
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
   * Each file is one of the log, and all files are there that the visible checkpoint speaks of. The
   * store may know of it or not yet, and says nothing of what is not there.
   */
  private void assertNoHalfMirror(Path config, long before, long after) throws IOException {
    Map<String, String> files = FileTree.visible(tree(config));
    Map<String, String> either = new TreeMap<>(trees.get(before));
    either.putAll(trees.get(after));
    files.forEach((name, content) -> {
      if (!name.equals("checkpoint")) {
        assertThat(either).as(seed()).containsEntry(name, content);
      }
    });
    long shown = shown(config);
    assertThat(shown).as(seed()).isIn(before, after);
    assertThat(files).as(seed()).containsAllEntriesOf(trees.get(shown));
    assertThat(status(config))
        .as(seed())
        .containsAnyOf(
            "\"mirroredSize\" : " + before,
            "\"mirroredSize\" : " + shown,
            "\"mirroredSize\" : null");
  }

  /** The size of the checkpoint that readers of the mirror see; 0 without one. */
  private long shown(Path config) throws IOException {
    Path checkpoint = tree(config).resolve("checkpoint");
    return Files.exists(checkpoint)
        ? Long.parseLong(
            Files.readString(checkpoint, StandardCharsets.UTF_8).lines().toList().get(1))
        : 0;
  }

  private static String status(Path config) {
    return Answered.with(config, "sync-status", "-o", "json").out();
  }

  private long work() {
    return random.nextInt(LONGEST_WORK_MILLIS);
  }

  private static String seed() {
    return "seed " + SEED;
  }

  /** A configuration with a database of its own. */
  private Path configuration(String name, String url) throws IOException {
    Path home = Files.createDirectories(directory.resolve(name));
    return new TestConfiguration(home)
        .follow("log", ORIGIN, url, log.identity().key().toString())
        .file();
  }

  private Path tree(Path config) {
    return config.resolveSibling("tiles").resolve(log.identity().origin().directory());
  }
}

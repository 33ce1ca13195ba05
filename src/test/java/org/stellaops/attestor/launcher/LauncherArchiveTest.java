package org.stellaops.attestor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.launcher.ProgramRunner.Result;

/**
 * The class-data archives that the launcher creates for read-only commands, with the real program
 * and the Java of this test. The path has no space, because Java 17 does not use an archive for a
 * class path with a space. Takes minutes, so only {@code bin/trial archives} runs it.
 */
@Tag("trial")
class LauncherArchiveTest {
  @TempDir private Path directory;
  private Path home;
  private Path launcher;
  private Path log;
  private ProgramRunner runner;

  @BeforeEach
  void installation() throws IOException {
    home = directory.resolve("opt/stella");
    launcher = Installation.in(home).launcher();
    log = directory.resolve("classes.txt");
    runner =
        new ProgramRunner(directory)
            .with("JAVA_HOME", System.getProperty("java.home"))
            .with("XDG_CACHE_HOME", directory.resolve("cache").toString())
            .with("STELLA_JAVA_OPTS", "-Xlog:class+load:file=" + log);
  }

  /** One test, because creating an archive takes longer than everything else. */
  @Test
  void readOnlyCommandCreatesAnArchiveThatTheNextOneUsesIfReadable() throws Exception {
    Result without = runner.run(launcher, "attestor", "--help");
    assertThat(log)
        .content()
        .contains("attestor.cli.main.Stella source: file:")
        .doesNotContain("org.apache.camel");

    Path archive = awaitArchive(home.resolve("cds"));

    assertThat(runner.run(launcher, "attestor", "--help")).isEqualTo(without);
    assertThat(log)
        .content()
        .contains("attestor.cli.main.Stella source: shared objects file")
        .doesNotContain("org.apache.camel");

    Files.delete(archive);
    Files.writeString(archive, "not an archive");

    assertThat(runner.run(launcher, "attestor", "--help")).isEqualTo(without);
  }

  @Test
  void usesTheUserCacheWhenTheInstallationIsNotWritable() throws Exception {
    Files.writeString(home.resolve("cds"), "not a directory");

    Result result = runner.run(launcher, "--version");

    assertThat(result.err()).isEmpty();
    awaitArchive(directory.resolve("cache/stella-attestor"));
  }

  /** Waits for the archive, which takes some seconds; meanwhile commands work without it. */
  private Path awaitArchive(Path archives) throws Exception {
    for (int attempt = 0; attempt < 400; attempt++) {
      if (Files.isDirectory(archives)) {
        List<Path> found = list(archives);
        if (found.size() == 1 && found.get(0).toString().endsWith(".jsa")) {
          assertThat(found.get(0)).isNotEmptyFile();
          return found.get(0);
        }
      }
      runner.run(launcher, "--version");
    }
    throw new AssertionError("no archive in " + archives);
  }

  private static List<Path> list(Path archives) throws IOException {
    try (Stream<Path> files = Files.list(archives)) {
      return files.toList();
    }
  }
}

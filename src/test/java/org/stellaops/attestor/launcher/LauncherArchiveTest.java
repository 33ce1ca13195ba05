package org.stellaops.attestor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.launcher.ProgramRunner.Result;

/**
 * The launcher with the real program and the Java of this test: what it keeps to start fast. The
 * path has no blank, because Java 17 takes no class from an archive for a path that has one.
 */
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

  /** One archive for all of this: to make it takes longer than the rest together. */
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
    Files.writeString(archive, "anything but an archive");

    assertThat(runner.run(launcher, "attestor", "--help")).isEqualTo(without);
  }

  @Test
  void usesTheUserCacheWhenTheInstallationIsNotWritable() throws Exception {
    Files.writeString(home.resolve("cds"), "no folder");

    Result result = runner.run(launcher, "--version");

    assertThat(result.err()).isEmpty();
    awaitArchive(directory.resolve("cache/stella-attestor"));
  }

  /** Making it takes some seconds; every look meanwhile is answered without it. */
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

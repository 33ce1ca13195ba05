package org.stellaops.attestor.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.house.Shell.Answer;

/**
 * The launcher with the real program and the Java of this test: what it keeps to start fast. The
 * path has no blank, because Java 17 takes no class from an archive for a path that has one.
 */
class LauncherArchiveTest {
  @TempDir private Path folder;
  private Path home;
  private Path launcher;
  private Path log;
  private Shell shell;

  @BeforeEach
  void installation() throws IOException {
    home = folder.resolve("opt/stella");
    launcher = Installation.in(home).launcher();
    log = folder.resolve("classes.txt");
    shell =
        new Shell(folder)
            .with("JAVA_HOME", System.getProperty("java.home"))
            .with("XDG_CACHE_HOME", folder.resolve("cache").toString())
            .with("STELLA_JAVA_OPTS", "-Xlog:class+load:file=" + log);
  }

  /** One archive for all of this: to make it takes longer than the rest together. */
  @Test
  void lookingMakesAnArchiveAndTheNextOneUsesItUnlessItCannotBeRead() throws Exception {
    Answer without = shell.run(launcher, "attestor", "--help");
    assertThat(log)
        .content()
        .contains("attestor.cli.Stella source: file:")
        .doesNotContain("org.apache.camel");

    Path archive = awaitArchive(home.resolve("cds"));

    assertThat(shell.run(launcher, "attestor", "--help")).isEqualTo(without);
    assertThat(log)
        .content()
        .contains("attestor.cli.Stella source: shared objects file")
        .doesNotContain("org.apache.camel");

    Files.delete(archive);
    Files.writeString(archive, "anything but an archive");

    assertThat(shell.run(launcher, "attestor", "--help")).isEqualTo(without);
  }

  @Test
  void whereTheInstallationCannotBeWrittenTheCacheOfTheUserIsUsed() throws Exception {
    Files.writeString(home.resolve("cds"), "no folder");

    Answer answer = shell.run(launcher, "--version");

    assertThat(answer.err()).isEmpty();
    awaitArchive(folder.resolve("cache/stella-attestor"));
  }

  /** Making it takes some seconds; every look meanwhile is answered without it. */
  private Path awaitArchive(Path archives) throws Exception {
    for (int look = 0; look < 400; look++) {
      if (Files.isDirectory(archives)) {
        List<Path> found = list(archives);
        if (found.size() == 1 && found.get(0).toString().endsWith(".jsa")) {
          assertThat(found.get(0)).isNotEmptyFile();
          return found.get(0);
        }
      }
      shell.run(launcher, "--version");
    }
    throw new AssertionError("no archive in " + archives);
  }

  private static List<Path> list(Path archives) throws IOException {
    try (Stream<Path> files = Files.list(archives)) {
      return files.toList();
    }
  }
}

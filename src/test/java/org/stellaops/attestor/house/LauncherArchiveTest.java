package org.stellaops.attestor.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.StringJoiner;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.cli.Stella;
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
    home = Files.createDirectories(folder.resolve("opt/stella"));
    launcher = Files.createDirectories(home.resolve("bin")).resolve("stella");
    Files.copy(Path.of("bin/stella"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
    log = folder.resolve("classes.txt");
    jar();
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

  /** The program as it is built here, with the libraries of the tests. */
  private void jar() throws IOException {
    Path library = Files.createDirectories(home.resolve("lib"));
    StringJoiner names = new StringJoiner(" ");
    for (Path jar : libraries()) {
      Files.copy(jar, library.resolve(jar.getFileName()));
      names.add("lib/" + jar.getFileName());
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, names.toString());
    Path classes = codeSource(Stella.class);
    try (OutputStream file = Files.newOutputStream(home.resolve("stella-attestor.jar"));
        JarOutputStream jar = new JarOutputStream(file, manifest);
        Stream<Path> walk = Files.walk(classes)) {
      for (Path each : walk.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, jar);
      }
    }
  }

  private static Path codeSource(Class<?> type) {
    URL place = type.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(place.toString()));
  }

  private static List<Path> libraries() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> entry.toString().endsWith(".jar"))
        .toList();
  }
}

package org.stellaops.attestor.filetree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

class FileLogSourceTest {
  private static final int MAX = 10;

  @TempDir private Path dir;
  private Path log;
  private URI prefix;

  @BeforeEach
  void createLog() throws IOException {
    log = Files.createDirectories(dir.resolve("my log"));
    prefix = log.toUri();
    Files.createDirectories(log.resolve("tile/0"));
    Files.writeString(log.resolve("tile/0/000"), "0123456789");
    Files.writeString(dir.resolve("secret"), "secret");
    Files.createDirectories(dir.resolve("my log 2"));
    Files.writeString(dir.resolve("my log 2/secret"), "secret");
  }

  @Test
  void readsFileWithOrWithoutTrailingSlash() {
    URI bare = URI.create(prefix.toString().replaceFirst("/$", ""));

    assertThat(new FileLogSource().read(prefix, "tile/0/000", MAX))
        .contains("0123456789".getBytes(StandardCharsets.US_ASCII));
    assertThat(new FileLogSource().read(bare, "tile/0/000", MAX))
        .contains("0123456789".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void missingFileIsEmpty() {
    assertThat(new FileLogSource().read(prefix, "checkpoint", MAX)).isEmpty();
    assertThat(new FileLogSource().read(prefix, "tile/1/000", MAX)).isEmpty();
  }

  @Test
  void rejectsMissingDirectory() {
    assertRejected(dir.resolve("none").toUri(), "checkpoint", "no such directory");
  }

  @Test
  void truncatesFileAtMaxBytes() throws IOException {
    Files.writeString(log.resolve("long"), "0123456789x");

    assertThat(new FileLogSource().read(prefix, "long", 10)).contains("0123456789".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret",
        "../my log 2/secret",
        "../not there",
        "tile/../../secret",
        "/etc/passwd",
      })
  void rejectsPathOutsideDirectory(String path) {
    assertRejected(prefix, path, "outside that directory");
  }

  @Test
  void rejectsLinkOutOfDirectory() throws IOException {
    Files.createSymbolicLink(log.resolve("checkpoint"), dir.resolve("secret"));
    Files.createSymbolicLink(log.resolve("tile/1"), dir.resolve("my log 2"));

    assertRejected(prefix, "checkpoint", "outside that directory");
    assertRejected(prefix, "tile/1/secret", "outside that directory");
  }

  @Test
  void followsLinksInsideDirectory() throws IOException {
    Files.createSymbolicLink(log.resolve("same"), Path.of("tile/0/000"));
    Path alias = Files.createSymbolicLink(dir.resolve("alias"), log);

    assertThat(new FileLogSource().read(prefix, "same", MAX)).isPresent();
    assertThat(new FileLogSource().read(alias.toUri(), "tile/0/000", MAX)).isPresent();
  }

  @Test
  void rejectsDirectoriesAndPipes() throws Exception {
    assertRejected(prefix, "tile/0", "not a regular file");
    Process mkfifo = new ProcessBuilder("mkfifo", log.resolve("pipe").toString()).start();
    if (mkfifo.waitFor() == 0) {
      assertRejected(prefix, "pipe", "not a regular file");
    }
  }

  @Test
  void rejectsInvalidPath() {
    assertRejected(prefix, "a\0b", "Nul character");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://log.example/", "file:relative", "file://host/share/", "x"})
  void rejectsOtherUrlsAsConfigurationError(String url) {
    assertThatThrownBy(() -> new FileLogSource().read(URI.create(url), "checkpoint", MAX))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION);
              assertThat(e.hint()).contains("file:///");
            });
  }

  private static void assertRejected(URI prefix, String path, String reason) {
    assertThatThrownBy(() -> new FileLogSource().read(prefix, path, MAX))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.NETWORK);
              assertThat(e.getMessage()).contains(reason).contains(prefix.toString());
              assertThat(e.hint()).isNotEmpty();
            });
  }
}

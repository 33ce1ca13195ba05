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

class SourceTreeTest {
  private static final int MAX = 10;

  @TempDir private Path dir;
  private Path log;
  private URI prefix;

  @BeforeEach
  void makeALog() throws IOException {
    log = Files.createDirectories(dir.resolve("my log"));
    prefix = log.toUri();
    Files.createDirectories(log.resolve("tile/0"));
    Files.writeString(log.resolve("tile/0/000"), "0123456789");
    Files.writeString(dir.resolve("secret"), "secret");
    Files.createDirectories(dir.resolve("my log 2"));
    Files.writeString(dir.resolve("my log 2/secret"), "secret");
  }

  @Test
  void fileIsReadWholeWithAndWithoutSlashAfterThePrefix() {
    URI bare = URI.create(prefix.toString().replaceFirst("/$", ""));

    assertThat(new SourceTree().read(prefix, "tile/0/000", MAX))
        .contains("0123456789".getBytes(StandardCharsets.US_ASCII));
    assertThat(new SourceTree().read(bare, "tile/0/000", MAX))
        .contains("0123456789".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void missingFileIsLikeANotFound() {
    assertThat(new SourceTree().read(prefix, "checkpoint", MAX)).isEmpty();
    assertThat(new SourceTree().read(prefix, "tile/1/000", MAX)).isEmpty();
  }

  @Test
  void missingDirectoryIsNotAnEmptyLog() {
    assertRefused(dir.resolve("none").toUri(), "checkpoint", "there is no such directory");
  }

  @Test
  void fileLongerThanAskedForIsReadOnlySoFar() throws IOException {
    Files.writeString(log.resolve("long"), "0123456789x");

    assertThat(new SourceTree().read(prefix, "long", 10)).contains("0123456789".getBytes(UTF_8));
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
  void pathThatLeavesTheLogIsRefusedWhetherAnythingIsThereOrNot(String path) {
    assertRefused(prefix, path, "leads out of that directory");
  }

  @Test
  void linkThatLeavesTheLogIsRefused() throws IOException {
    Files.createSymbolicLink(log.resolve("checkpoint"), dir.resolve("secret"));
    Files.createSymbolicLink(log.resolve("tile/1"), dir.resolve("my log 2"));

    assertRefused(prefix, "checkpoint", "leads out of that directory");
    assertRefused(prefix, "tile/1/secret", "leads out of that directory");
  }

  @Test
  void linksInsideTheLogAndToTheLogAreFine() throws IOException {
    Files.createSymbolicLink(log.resolve("same"), Path.of("tile/0/000"));
    Path alias = Files.createSymbolicLink(dir.resolve("alias"), log);

    assertThat(new SourceTree().read(prefix, "same", MAX)).isPresent();
    assertThat(new SourceTree().read(alias.toUri(), "tile/0/000", MAX)).isPresent();
  }

  @Test
  void directoryAndPipeAreNoFiles() throws Exception {
    assertRefused(prefix, "tile/0", "is no file");
    Process mkfifo = new ProcessBuilder("mkfifo", log.resolve("pipe").toString()).start();
    if (mkfifo.waitFor() == 0) {
      assertRefused(prefix, "pipe", "is no file");
    }
  }

  @Test
  void pathThatNoFileCanHaveIsRefused() {
    assertRefused(prefix, "a\0b", "Nul character");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://log.example/", "file:relative", "file://host/share/", "x"})
  void otherUrlsAreRefusedAsConfiguration(String url) {
    assertThatThrownBy(() -> new SourceTree().read(URI.create(url), "checkpoint", MAX))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION);
              assertThat(e.hint()).contains("file:///");
            });
  }

  private static void assertRefused(URI prefix, String path, String why) {
    assertThatThrownBy(() -> new SourceTree().read(prefix, path, MAX))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.NETWORK);
              assertThat(e.getMessage()).contains(why).contains(prefix.toString());
              assertThat(e.hint()).isNotEmpty();
            });
  }
}

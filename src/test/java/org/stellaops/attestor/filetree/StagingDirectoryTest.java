package org.stellaops.attestor.filetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

class StagingDirectoryTest {
  @TempDir private Path base;
  private Path directory;
  private Path mirror;

  @BeforeEach
  void setUpPaths() {
    directory = base.resolve(".staging/log");
    mirror = base.resolve("log");
  }

  @Test
  void closeWithoutPublishLeavesNothing() throws IOException {
    try (StagingDirectory staged = create()) {
      staged.write(file(Tile.full(0, 0), "tile"));

      assertThat(mirror).doesNotExist();
    }
    assertThat(base.resolve(".staging/log")).doesNotExist();
    assertThat(mirror).doesNotExist();
  }

  @Test
  void publishesIntoEmptyMirror() throws IOException {
    try (StagingDirectory staged = create()) {
      staged.write(file(Tile.full(0, 0), "tile"));
      staged.write(file(EntryBundle.full(1234), "bundle"));
      staged.publish();
    }

    assertThat(contents())
        .containsExactly(
            Map.entry("tile/0/000", "tile"), Map.entry("tile/entries/x001/234", "bundle"));
  }

  @Test
  void publishKeepsExistingFiles() throws IOException {
    put("tile/0/000", "there");
    put("tile/0/001.p/7", "narrow");
    put("tile/entries/x001/233", "there");

    try (StagingDirectory staged = create()) {
      staged.write(file(new Tile(0, 1, 9), "wide"));
      staged.write(file(Tile.full(0, 2), "new"));
      staged.write(file(EntryBundle.full(1234), "new"));
      staged.write(file(EntryBundle.full(2000), "new"));
      staged.publish();
    }

    assertThat(contents())
        .containsExactly(
            Map.entry("tile/0/000", "there"),
            Map.entry("tile/0/001.p/7", "narrow"),
            Map.entry("tile/0/001.p/9", "wide"),
            Map.entry("tile/0/002", "new"),
            Map.entry("tile/entries/x001/233", "there"),
            Map.entry("tile/entries/x001/234", "new"),
            Map.entry("tile/entries/x002/000", "new"));
  }

  @Test
  void publishReplacesDamagedFile() throws IOException {
    put("tile/0/000", "damaged");

    try (StagingDirectory staged = create()) {
      staged.write(file(Tile.full(0, 0), "verified"));
      staged.publish();
    }

    assertThat(contents()).containsExactly(Map.entry("tile/0/000", "verified"));
  }

  @Test
  void recoversFromInterruptedPublish() throws IOException {
    StagingDirectory interrupted = create();
    interrupted.write(file(Tile.full(0, 0), "tile"));
    interrupted.write(file(EntryBundle.full(0), "bundle"));
    Files.createDirectories(mirror.resolve("tile"));
    Files.move(directory.resolve("tile/0"), mirror.resolve("tile/0"));

    try (StagingDirectory staged = create()) {
      staged.write(file(Tile.full(0, 0), "tile"));
      staged.write(file(EntryBundle.full(0), "bundle"));
      staged.publish();
    }

    assertThat(contents())
        .containsExactly(Map.entry("tile/0/000", "tile"), Map.entry("tile/entries/000", "bundle"));
  }

  @Test
  void interruptIsNotReportedAsDiskFull() throws IOException {
    try (StagingDirectory staged = create()) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> staged.write(file(Tile.full(0, 0), "tile")))
          .isInstanceOfSatisfying(
              AttestorException.class,
              e -> assertThat(e.hint()).contains("import the bundle again"))
          .hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private StagingDirectory create() throws IOException {
    return StagingDirectory.create(directory, mirror, base);
  }

  private static VerifiedFile file(Resource resource, String content) {
    return new VerifiedFile(resource, content.getBytes(StandardCharsets.US_ASCII));
  }

  private void put(String path, String content) throws IOException {
    Path file = mirror.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(mirror)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(mirror.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }
}

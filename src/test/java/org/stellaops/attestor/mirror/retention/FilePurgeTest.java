package org.stellaops.attestor.mirror.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePurgeTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir private Path directory;

  @Test
  void oldFilesGo() throws IOException {
    file("old", 31, 10);
    file("recent", 29, 10);

    assertThat(purge(Duration.ofDays(30), 0).run(CLOCK, true)).isEqualTo(1);
    assertThat(names()).containsExactlyInAnyOrder("old", "recent");
    assertThat(purge(Duration.ofDays(30), 0).run(CLOCK, false)).isEqualTo(1);
    assertThat(names()).containsExactly("recent");
  }

  @Test
  void theOldestGoUntilTheRestFits() throws IOException {
    for (int day = 1; day <= 10; day++) {
      file("day" + day, day, 100);
    }

    assertThat(purge(Duration.ZERO, 350).run(CLOCK, false)).isEqualTo(7);
    assertThat(names()).containsExactlyInAnyOrder("day1", "day2", "day3");
  }

  @Test
  void linksAndDirectoriesStayAndNoLinkIsFollowed() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.setLastModifiedTime(
        Files.writeString(outside.resolve("secret"), "x"), FileTime.from(Instant.EPOCH));
    Path refused = Files.createDirectory(directory.resolve("refused"));
    Files.createSymbolicLink(refused.resolve("file"), outside.resolve("secret"));
    Files.createDirectory(refused.resolve("directory"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), outside);

    for (Path path : List.of(refused, link, directory.resolve("none"))) {
      assertThat(new FilePurge(path, Duration.ofDays(1), 1).run(CLOCK, false)).isZero();
    }
    assertThat(outside.resolve("secret")).exists();
  }

  @Test
  void oldKitsGoWithAllTheirVolumesAndTheNewestOfEachLogStays() throws IOException {
    for (String volume : List.of(".001", ".002")) {
      file("demo-100" + volume + ".tar.gz", 40, 10);
      file("demo-100" + volume + ".tar.gz.sha256", 40, 10);
    }
    file("demo-100-200.tar.zst", 30, 10);
    file("rekor-log-7.tar.gz", 90, 10);
    file("monday.tar.gz", 20, 10);
    file("monday.tar.gz.sha256", 20, 10);
    file("tuesday.tar.gz", 10, 10);
    file(".part.tar.gz", 99, 10);
    file("notes.txt", 99, 10);

    assertThat(new KitPurge(directory, 0, Duration.ZERO).run(CLOCK, false)).isZero();
    assertThat(new KitPurge(directory, 3, Duration.ZERO).run(CLOCK, true)).isEqualTo(4);
    assertThat(new KitPurge(directory, 3, Duration.ZERO).run(CLOCK, false)).isEqualTo(4);
    assertThat(names()).contains("demo-100-200.tar.zst", "rekor-log-7.tar.gz", "monday.tar.gz");
    assertThat(new KitPurge(directory, 0, Duration.ofDays(15)).run(CLOCK, false)).isEqualTo(2);
    assertThat(names())
        .containsExactlyInAnyOrder(
            "demo-100-200.tar.zst",
            "rekor-log-7.tar.gz",
            "tuesday.tar.gz",
            ".part.tar.gz",
            "notes.txt");
  }

  private FilePurge purge(Duration age, long bytes) {
    return new FilePurge(directory, age, bytes);
  }

  private void file(String name, int days, int bytes) throws IOException {
    Path file = Files.write(directory.resolve(name), new byte[bytes]);
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(days))));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}

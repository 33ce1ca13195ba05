package org.stellaops.attestor.testlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Tile;

class FakeLogFilesTest {
  private static final RandomEntries ENTRIES = new RandomEntries(10);
  private static final FileTime LONG_AGO = FileTime.fromMillis(0);

  @TempDir private Path temp;
  private Path directory;
  private Path target;

  @BeforeEach
  void resolveDirectories() {
    directory = temp.resolve("log");
    target = temp.resolve("grown");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 255, 256, 257, 513, 66_307})
  void writesSameFilesAsInMemoryLog(long size) throws IOException {
    files(size).write(directory);
    inMemory(size).write(target);

    assertThat(contents(directory)).isEqualTo(contents(target));
  }

  @Test
  void writesPartialFilesOfCurrentSizeAndWithHistoryOfAllSizes() throws IOException {
    FakeLog log = FakeLog.named("files.example").grow(3).grow(297);

    log.write(directory);
    assertThat(contents(directory))
        .containsOnlyKeys(
            "checkpoint",
            "tile/0/000",
            "tile/0/001.p/44",
            "tile/1/000.p/1",
            "tile/entries/000",
            "tile/entries/001.p/44");
    log.writeWithHistory(directory);
    assertThat(contents(directory))
        .hasSize(8)
        .containsKeys("tile/0/000.p/3", "tile/entries/000.p/3");
  }

  @Test
  void writesModifiedAndOmitsWithheldFiles() throws IOException {
    FakeLog log = FakeLog.named("files.example").grow(300);
    log.truncate(EntryBundle.full(0), 1).withhold(Tile.full(0, 0)).write(directory);

    assertThat(contents(directory))
        .containsEntry("tile/entries/000", "00")
        .doesNotContainKey("tile/0/000");
  }

  @Test
  void growthHasAllFilesAndSharesFullOnes() throws IOException {
    FakeLogFiles small = files(600);
    small.write(directory);
    FakeLogFiles grown = small.writeGrowth(1000, directory, target);

    assertThat(grown).isEqualTo(files(1600));
    Path expected = temp.resolve("expected");
    inMemory(1600).write(expected);
    assertThat(contents(target)).isEqualTo(contents(expected));
    assertThat(Files.isSameFile(directory.resolve("tile/0/001"), target.resolve("tile/0/001")))
        .isTrue();
  }

  @Test
  void growthRequiresCompleteSource() {
    assertThatThrownBy(() -> files(600).writeGrowth(1, directory, target))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void completeTreeIsNotRewritten() throws IOException {
    files(300).write(directory);
    Path checkpoint = directory.resolve("checkpoint");
    Files.setLastModifiedTime(checkpoint, LONG_AGO);

    files(300).write(directory);

    assertThat(Files.getLastModifiedTime(checkpoint)).isEqualTo(LONG_AGO);
  }

  @Test
  void interruptedTreeIsCompletedWithoutRewriting() throws IOException {
    files(600).write(directory);
    Map<String, String> whole = contents(directory);
    Path finished = directory.resolve("tile/0/000");
    Files.setLastModifiedTime(finished, LONG_AGO);
    Files.delete(directory.resolve("checkpoint"));
    Files.delete(directory.resolve("tile/1/000.p/2"));
    Files.delete(directory.resolve("tile/0/001"));
    Files.delete(directory.resolve("tile/entries/001"));
    Files.writeString(directory.resolve(".fakelog"), "begun " + files(600));

    files(600).write(directory);

    assertThat(contents(directory)).isEqualTo(whole);
    assertThat(Files.getLastModifiedTime(finished)).isEqualTo(LONG_AGO);
  }

  @Test
  void directoryOfAnotherLogIsNotChanged() throws IOException {
    files(300).write(directory);
    Map<String, String> before = contents(directory);

    assertThatThrownBy(() -> files(301).write(directory)).isInstanceOf(IllegalStateException.class);
    assertThat(contents(directory)).isEqualTo(before);
  }

  @Test
  void directoryWithOtherFilesIsNotChanged() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("thesis.txt"), "years of work");

    assertThatThrownBy(() -> files(1).write(directory)).isInstanceOf(IllegalStateException.class);
    assertThat(contents(directory)).containsOnlyKeys("thesis.txt");
  }

  private static FakeLogFiles files(long size) {
    return new FakeLogFiles(new Origin("files.example"), size, ENTRIES);
  }

  private static FakeLog inMemory(long size) {
    return FakeLog.named("files.example").withEntries(ENTRIES).grow(size);
  }

  /** Path and content of every file but the marker. */
  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory).sorted(Comparator.naturalOrder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = directory.relativize(file).toString();
        contents.put(path, HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    contents.remove(".fakelog");
    return contents;
  }
}

package org.stellaops.attestor.bundle.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.ByteSlice;

class TarFilesTest {
  private static final List<ArchiveEntry> FILES =
      List.of(
          new ArchiveEntry("checkpoint", "a note".getBytes(StandardCharsets.UTF_8)),
          new ArchiveEntry("tile/0/000", filled(512)),
          new ArchiveEntry("empty", new byte[0]),
          new ArchiveEntry("a".repeat(TarFiles.MAX_PATH_LENGTH), filled(513)));

  @Test
  void printedFilesAreParsed() {
    List<ArchiveEntry> parsed = TarFiles.parse(TarFiles.print(FILES), FILES.size());

    assertThat(parsed).hasSameSizeAs(FILES);
    for (int i = 0; i < FILES.size(); i++) {
      assertThat(parsed.get(i).path()).isEqualTo(FILES.get(i).path());
      assertThat(parsed.get(i).bytes()).isEqualTo(FILES.get(i).bytes());
    }
    assertThat(TarFiles.parse(ByteSlice.of(new byte[0]), 0)).isEmpty();
  }

  @Test
  void filesAreParsedInTheMiddleOfAnArray() {
    byte[] tar = TarFiles.print(FILES).bytes();
    byte[] surrounded = new byte[tar.length + 1_000];
    System.arraycopy(tar, 0, surrounded, 400, tar.length);

    assertThat(TarFiles.parse(new ByteSlice(surrounded, 400, tar.length), 4).get(3).bytes())
        .isEqualTo(filled(513));
  }

  @Test
  void filesAreReadByAnyProgram() throws IOException {
    byte[] tar = TarFiles.print(FILES).bytes();
    byte[] archive = Arrays.copyOf(tar, tar.length + TarFiles.endOfArchive().length);

    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (ArchiveEntry file : FILES) {
        TarArchiveEntry entry = in.getNextEntry();
        assertThat(entry.getName()).isEqualTo(file.path());
        assertThat(entry.getMode()).isEqualTo(0100644);
        assertThat(entry.getLongUserId()).isZero();
        assertThat(entry.getUserName()).isEmpty();
        assertThat(entry.getLastModifiedTime().toMillis()).isEqualTo(1_000_000_000_000L);
        assertThat(in.readAllBytes()).isEqualTo(file.bytes());
      }
      assertThat(in.getNextEntry()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 512", "1, 1024", "512, 1024", "513, 1536", "4294967296, 4294967808"})
  void sizeInArchiveIsHeaderAndWholeBlocks(long size, long padded) {
    assertThat(TarFiles.paddedSize(size)).isEqualTo(padded);
  }

  @Test
  void everyOtherByteOutsideContentIsRejected() {
    byte[] tar = TarFiles.print(List.of(new ArchiveEntry("checkpoint", filled(100)))).bytes();
    assertThat(tar).hasSize(1_024);
    for (int i = 0; i < tar.length; i++) {
      if (i < 512 || i >= 612) {
        byte[] changed = tar.clone();
        changed[i] ^= 1;
        assertRejected(changed, 1, "");
      }
    }
  }

  @Test
  void paddingMustBeZero() {
    byte[] tar = TarFiles.print(List.of(new ArchiveEntry("checkpoint", filled(100)))).bytes();
    tar[1_023] = 1;
    assertRejected(tar, 1, "padding after 'checkpoint' is not zero");
    tar[1_023] = 0;
    tar[612] = 1;
    assertRejected(tar, 1, "padding after 'checkpoint' is not zero");
  }

  @Test
  void otherFileCountIsRejected() {
    byte[] tar = TarFiles.print(FILES).bytes();

    assertRejected(tar, 3, "contains more than its 3 files");
    assertRejected(tar, 5, "contains fewer than its 5 files");
    assertRejected(Arrays.copyOf(tar, tar.length + 511), 5, "contains more than its 5 files");
    assertRejected(new byte[1], 1, "contains more than its 1 files");
  }

  @Test
  void truncatedContentIsRejected() {
    byte[] tar = TarFiles.print(List.of(new ArchiveEntry("tile/0/000", filled(600)))).bytes();

    assertRejected(Arrays.copyOf(tar, 512), 1, "'tile/0/000' extends beyond its segment");
    assertRejected(Arrays.copyOf(tar, 512 + 599), 1, "'tile/0/000' extends beyond its segment");
    assertRejected(Arrays.copyOf(tar, 512 + 600), 1, "'tile/0/000' extends beyond its segment");
    assertRejected(Arrays.copyOf(tar, 1_535), 1, "'tile/0/000' extends beyond its segment");
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 7);
    return bytes;
  }

  private static void assertRejected(byte[] tar, int count, String reason) {
    assertThatThrownBy(() -> TarFiles.parse(ByteSlice.of(tar), count))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_BUNDLE))
        .hasMessageContaining(reason);
  }
}

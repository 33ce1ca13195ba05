package org.stellaops.attestor.bundle.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

class AtomicFileTest {
  @TempDir private Path directory;

  @Test
  void fileExistsOnlyAfterCommit() throws IOException {
    Path target = directory.resolve("log.tar.gz");
    try (AtomicFile file = AtomicFile.create(target)) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2}));
      file.write(ByteBuffer.wrap(new byte[] {3}));
      assertThat(names()).containsExactly(".log.tar.gz.tmp");

      file.commit("abcd");
    }

    assertThat(names()).containsExactly("log.tar.gz", "log.tar.gz.sha256");
    assertThat(target).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(directory.resolve("log.tar.gz.sha256")).hasContent("abcd  log.tar.gz\n");
  }

  @Test
  void unfinishedFileIsDeletedAndOlderOneStays() throws IOException {
    Path target = Files.write(directory.resolve("log.tar.gz"), new byte[] {9});
    Files.write(directory.resolve(".log.tar.gz.sha256.tmp"), new byte[] {9});
    try (AtomicFile file = AtomicFile.create(target)) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2}));
    }

    assertThat(names()).containsExactly("log.tar.gz");
    assertThat(target).hasBinaryContent(new byte[] {9});
  }

  @Test
  void olderAndUnfinishedFilesAreReplaced() throws IOException {
    Path target = Files.write(directory.resolve("log.tar.gz"), new byte[] {9});
    Files.write(directory.resolve("log.tar.gz.sha256"), new byte[] {9});
    Files.write(directory.resolve(".log.tar.gz.tmp"), new byte[100]);
    try (AtomicFile file = AtomicFile.create(target)) {
      file.write(ByteBuffer.wrap(new byte[] {1}));
      file.commit("ef");
    }

    assertThat(names()).containsExactly("log.tar.gz", "log.tar.gz.sha256");
    assertThat(target).hasBinaryContent(new byte[] {1});
    assertThat(directory.resolve("log.tar.gz.sha256")).hasContent("ef  log.tar.gz\n");
  }

  @Test
  void secondWriterOfTheSameFileIsBusy() throws IOException {
    Path target = directory.resolve("log.tar.gz");
    try (AtomicFile first = AtomicFile.create(target)) {
      first.write(ByteBuffer.wrap(new byte[] {1}));
      assertThatThrownBy(() -> AtomicFile.create(target))
          .isInstanceOfSatisfying(
              AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BUSY))
          .hasMessageContaining(".log.tar.gz.tmp");
      first.commit("00");
    }
    assertThat(target).hasBinaryContent(new byte[] {1});
  }

  @Test
  void contentIsFlushedInBetween() throws IOException {
    Path target = directory.resolve("large.tar.gz");
    byte[] block = new byte[4 << 20];
    try (AtomicFile file = AtomicFile.create(target)) {
      for (int i = 0; i < 9; i++) {
        block[0] = (byte) i;
        file.write(ByteBuffer.wrap(block));
      }
      file.commit("00");
    }
    assertThat(target).hasSize(9L * block.length);
  }

  @Test
  void directoryThatDoesNotExistIsDiskFailure() {
    assertThatThrownBy(() -> AtomicFile.create(directory.resolve("absent/log.tar.gz")))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.DISK))
        .hasMessageContaining("cannot write " + directory.resolve("absent/log.tar.gz"));
  }

  @Test
  void trailerIsFoundOnlyAtTheEnd() throws IOException {
    for (Compression compression : Compression.values()) {
      SegmentCodec codec = compression.codec();
      byte[] trailer =
          ByteBuffer.allocate(
                  codec.trailerPrefix().length
                      + SegmentCodec.DIGEST_BYTES
                      + codec.trailerSuffix().length)
              .put(codec.trailerPrefix())
              .put(new byte[SegmentCodec.DIGEST_BYTES])
              .put(codec.trailerSuffix())
              .array();
      assertTrailer(true, compression, trailer);
      assertTrailer(true, compression, concat(new byte[100], trailer));
      assertTrailer(false, compression, concat(trailer, new byte[1]));
      assertTrailer(false, compression, Arrays.copyOf(trailer, trailer.length - 1));
      assertTrailer(false, compression, new byte[0]);
      for (int i = 0; i < trailer.length; i++) {
        boolean isDigest =
            i >= codec.trailerPrefix().length
                && i < codec.trailerPrefix().length + SegmentCodec.DIGEST_BYTES;
        byte[] changed = trailer.clone();
        changed[i] ^= 1;
        assertTrailer(isDigest, compression, changed);
      }
    }
  }

  @Test
  void missingFileIsConfigurationAndUnreadableOneIsDisk() throws IOException {
    Path absent = directory.resolve("absent.tar.gz");
    assertThat(BundleErrors.unreadable(absent, new NoSuchFileException("x")))
        .hasMessage("no such file: " + absent)
        .returns(Failure.CONFIGURATION, AttestorException::failure)
        .returns(
            "use a file that was written by 'stella attestor export'", AttestorException::hint);
    assertThat(BundleErrors.unreadable(absent, new IOException("bad block")))
        .hasMessage("cannot read " + absent + ": java.io.IOException: bad block")
        .returns(Failure.DISK, AttestorException::failure)
        .returns("check the medium", AttestorException::hint);
  }

  @Test
  void compressionFollowsFromTheName() {
    assertThat(Compression.of(Path.of("a/log.tar.gz"))).isEqualTo(Compression.GZIP);
    assertThat(Compression.of(Path.of("log.TGZ"))).isEqualTo(Compression.GZIP);
    assertThat(Compression.of(Path.of("log.tar.zst"))).isEqualTo(Compression.ZSTD);
    assertThat(Compression.of(Path.of("log.tzst"))).isEqualTo(Compression.ZSTD);
    assertThat(Compression.ofName(Path.of("log.tar"))).isEmpty();
    assertThat(Compression.ofName(Path.of("/"))).isEmpty();
    assertThat(Compression.GZIP.suffix()).isEqualTo(".tar.gz");
    assertThat(Compression.ZSTD.suffix()).isEqualTo(".tar.zst");
    assertThat(Compression.insertBeforeSuffix(Path.of("a/log.Tar.GZ"), ".2"))
        .isEqualTo(Path.of("a/log.2.Tar.GZ"));
    assertThat(Compression.insertBeforeSuffix(Path.of("log.tgz"), ".2"))
        .isEqualTo(Path.of("log.2.tgz"));
    assertThatThrownBy(() -> Compression.of(Path.of("log.zip")))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION))
        .hasMessageContaining("'log.zip'");
  }

  private void assertTrailer(boolean expected, Compression compression, byte[] content)
      throws IOException {
    Path file = Files.write(directory.resolve("log" + compression.suffix()), content);
    try (SeekableByteChannel input = Files.newByteChannel(file)) {
      assertThat(BundleTrailer.isAtEndOf(file, input)).isEqualTo(expected);
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

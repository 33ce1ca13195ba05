package org.stellaops.attestor.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReusableBufferTest {
  @TempDir private Path directory;
  private final ReusableBuffer room = new ReusableBuffer();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8_192, (1 << 19) - 1, 1 << 19, (1 << 19) + 1, 3_000_000})
  void readsFileOfAnySize(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    fill(content);
    assertThat(content()).isEqualTo(content);
  }

  @Test
  void clearRemovesPreviousContent() throws IOException {
    fill(filled(700_000));
    fill(new byte[] {1, 2, 3});
    assertThat(content()).containsExactly(1, 2, 3);
    room.appendZeros(2);
    assertThat(content()).containsExactly(1, 2, 3, 0, 0);
  }

  @Test
  void appendKeepsContentWhenArrayIsReplaced() throws IOException {
    byte[] first = filled(300_000);
    byte[] second = filled(400_000);
    fill(first);
    append(Files.write(directory.resolve("second"), second));
    room.append(new byte[] {1, 2, 3});
    room.overwrite(1, new byte[] {4, 5});

    first[1] = 4;
    first[2] = 5;
    assertThat(room.contentFrom(0).length()).isEqualTo(700_003);
    assertThat(Arrays.copyOf(content(), 300_000)).isEqualTo(first);
    assertThat(Arrays.copyOfRange(content(), 300_000, 700_000)).isEqualTo(second);
    assertThat(room.contentFrom(700_000).bytes()).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, 700000", "1, 700000", "700000, 700000", "700000, 0", "9, 8"})
  void readsStreamToEndWhateverExpectedLength(int announced, int size) throws IOException {
    byte[] content = filled(size);
    room.append(new byte[] {1, 2, 3});
    room.append(new ByteArrayInputStream(content), announced, 1_000_000);

    assertThat(room.contentFrom(3).copy()).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 99, 100, 101, Integer.MAX_VALUE})
  void readsNoMoreThanMaxBytes(int announced) throws IOException {
    ByteArrayInputStream endless = new ByteArrayInputStream(filled(500));
    room.append(endless, announced, 100);

    assertThat(content()).hasSize(100);
    assertThat(endless.available()).isEqualTo(400);
  }

  @Test
  void truncateNeverExtends() {
    room.append(new byte[] {1, 2, 3});
    room.truncate(9);
    assertThat(content()).containsExactly(1, 2, 3);
    room.truncate(1);
    room.append(new byte[] {4});
    assertThat(content()).containsExactly(1, 4);
  }

  /** A mirror that was tampered with may hold files of any size. */
  @Test
  void hugeFileIsIoErrorInsteadOfOutOfMemory() throws IOException {
    Path huge = directory.resolve("huge");
    try (FileChannel channel =
        FileChannel.open(huge, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), 1L << 33);
    }
    assertThatThrownBy(() -> fill(huge))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("8589934593 bytes");
  }

  @Test
  void directoryIsIoError() {
    assertThatThrownBy(() -> fill(directory)).isInstanceOf(IOException.class);
  }

  private static byte[] filled(int size) {
    byte[] content = new byte[size];
    Arrays.fill(content, (byte) 7);
    return content;
  }

  private byte[] content() {
    return room.content().copy();
  }

  private void fill(byte[] content) throws IOException {
    fill(Files.write(directory.resolve("file"), content));
  }

  private void fill(Path file) throws IOException {
    room.clear();
    append(file);
  }

  private void append(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      room.append(channel);
    }
  }
}

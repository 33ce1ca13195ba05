package org.stellaops.attestor.route.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class BoundedGzipStreamTest {
  @Test
  void readsMembersInARow() throws IOException {
    assertThat(decompressed(gzip("one"), gzip(""), gzip("two"), gzip(""))).isEqualTo("onetwo");
    assertThat(decompressed(gzip(""))).isEmpty();
  }

  @Test
  void manyEmptyMembersDoNotOverflowTheStack() throws IOException {
    byte[][] members = new byte[100_000][];
    Arrays.fill(members, gzip(""));

    assertThatThrownBy(() -> decompressed(members))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("empty parts");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String decompressed(byte[]... members) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] member : members) {
      all.write(member);
    }
    try (InputStream in = new BoundedGzipStream(new ByteArrayInputStream(all.toByteArray()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

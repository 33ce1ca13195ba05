package org.stellaops.attestor.testlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.testlog.HashedRekordEntries.MIN_LENGTH;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashedRekordEntriesTest {
  private final EntryGenerator entries = new HashedRekordEntries(1000);

  @Test
  void hasRekorFieldLayout() throws IOException {
    JsonNode entry = new ObjectMapper().readTree(entries.apply(42));

    assertThat(entry.at("/apiVersion").asText()).isEqualTo("0.0.2");
    assertThat(entry.at("/kind").asText()).isEqualTo("hashedrekord");
    JsonNode spec = entry.at("/spec/hashedRekordV002");
    assertThat(bytes(spec.at("/data/digest"))).hasSize(32);
    assertThat(bytes(spec.at("/signature/content"))).hasSize(72);
    assertThat(spec.at("/signature/verifier/x509Certificate/rawBytes").asText())
        .hasSizeGreaterThan(600);
  }

  @Test
  void entriesAreDeterministic() throws IOException {
    assertThat(entries.apply(7)).isEqualTo(new HashedRekordEntries(1000).apply(7));
    assertThat(
            new ObjectMapper()
                .readTree(entries.apply(0))
                .at("/spec/hashedRekordV002/data/digest")
                .asText())
        .isEqualTo("v2cH7lDqgI0XWuhqmn45PVUCAiRXEbsHITyhKuLibSH=");
  }

  @Test
  void neighboursShareCertificateTextButNotDigest() {
    byte[] one = entries.apply(1);
    byte[] other = entries.apply(2);

    long same = IntStream.range(0, one.length).filter(i -> one[i] == other[i]).count();
    assertThat(same).isBetween(480L, 520L);
  }

  @Test
  void entryBundleCompressesToRandomParts() {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    IntStream.range(0, 256).forEach(i -> bundle.writeBytes(entries.apply(i)));
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    deflater.setInput(bundle.toByteArray());
    deflater.finish();

    assertThat(deflater.deflate(new byte[bundle.size()]))
        .isBetween(bundle.size() / 3, bundle.size() / 2);
    deflater.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 435, 64_000})
  void entriesHaveExactLength(int more) {
    EntryGenerator longer = new HashedRekordEntries(MIN_LENGTH + more);

    assertThat(longer.length()).isEqualTo(MIN_LENGTH + more);
    assertThat(longer.apply(3)).hasSize(MIN_LENGTH + more);
  }

  @Test
  void rejectsInvalidLengths() {
    assertThat(IntStream.of(-1, MIN_LENGTH - 1, 65_536))
        .allSatisfy(length ->
            assertThatThrownBy(() -> new HashedRekordEntries(length))
                .isInstanceOf(IllegalArgumentException.class));
  }

  private static byte[] bytes(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asText());
  }
}

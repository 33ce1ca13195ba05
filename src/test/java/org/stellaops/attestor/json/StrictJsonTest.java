package org.stellaops.attestor.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.tlog.MalformedException;

/** A list was once parsed as the text of a field, so that a part of it could be something else. */
class StrictJsonTest {
  private static final Path FINDINGS = Path.of("src/test/resources/fuzz/json");

  @ParameterizedTest
  @ValueSource(strings = {"field-after-list", "not-utf-8-in-list"})
  void rejectsWhatIsNotAJsonList(String finding) throws IOException {
    byte[] bytes = Files.readAllBytes(FINDINGS.resolve(finding));
    assertThatThrownBy(() -> StrictJson.parseAll(bytes)).isInstanceOf(MalformedException.class);
  }

  @Test
  void readsListsAndSingleObjects() {
    assertThat(StrictJson.parseAll(" [{\"a\":1},{}]".getBytes(UTF_8))).hasSize(2);
    assertThat(StrictJson.parseAll("{}".getBytes(UTF_8))).hasSize(1);
    assertThat(StrictJson.parseAll("[]".getBytes(UTF_8))).isEmpty();
  }
}

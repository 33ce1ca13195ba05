package org.stellaops.attestor.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The note is of the mirror in the test data of Sunlight, which signs as a witness does. */
class WitnessKeyTest {
  private static final String VKEY =
      "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O";
  private static final String NOTE =
      """
      rome2026h1.example.org
      300
      gw31yQrqZZCcEOPrzX+bpy3nJ6QgngTKn8G1m0i62uU=

      \u2014 mirror.example.org P7FI7wAAAABpVGeAjA1S4pJm6MbcXjX7UUImu4azZtrfcVW2uyr/LXIYlwEJzXC0N0EiZkbqfLdXt/4gVEEuGmxJjAfXKMCISpsJAg==
      """;

  private final WitnessKey key = WitnessKey.parse(VKEY);

  @Test
  void parsesAndPrintsRealVkey() {
    assertThat(key.name()).isEqualTo("mirror.example.org");
    assertThat(key).hasToString(VKEY);
  }

  @Test
  void returnsTimeOfRealCosignature() {
    assertThat(key.cosignatureTime(note(NOTE))).contains(Instant.ofEpochSecond(1767139200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n300\n|\n301\n", "VGeAjA|VGeBjA", "SpsJAg|SpsJAQ"})
  void rejectsChangedTextTimeOrSignature(String change) {
    String[] parts = change.split("\\|");
    String changed = NOTE.replace(parts[0], parts[1]);

    assertThat(changed).isNotEqualTo(NOTE);
    assertThatThrownBy(() -> key.cosignatureTime(note(changed)))
        .isInstanceOf(BadSignatureException.class);
  }

  @Test
  void rejectsTruncatedSignatureLine() {
    String head = NOTE.substring(0, NOTE.indexOf('\u2014'));

    assertThatThrownBy(
            () -> key.cosignatureTime(note(head + "\u2014 mirror.example.org P7FI7wAAAABpVGeA\n")))
        .isInstanceOf(BadSignatureException.class);
  }

  @Test
  void ignoresLineOfAnotherName() {
    assertThat(key.cosignatureTime(note(NOTE.replace("\u2014 mirror", "\u2014 other")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "mirror.example.org+3fb148ee+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O",
        "mirror.example.com+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O",
        "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94",
        "mirror.example.org+3fb148ef+",
        "mirror.example.org"
      })
  void rejectsLogKeysAndOtherText(String vkey) {
    assertThatThrownBy(() -> WitnessKey.parse(vkey)).isInstanceOf(MalformedNoteException.class);
  }

  private static SignedNote note(String text) {
    return SignedNote.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}

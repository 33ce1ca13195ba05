package org.stellaops.attestor.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestionTest {
  private static final List<String> NAMES =
      List.of("enabled", "syncInterval", "initialDelay", "maxTilesPerSync", "retries", "contact");

  @ParameterizedTest
  @CsvSource({
    "syncIntervall, syncInterval",
    "syncInteval, syncInterval",
    "syncIntevral, syncInterval",
    "sync-interval, syncInterval",
    "sync_interval, syncInterval",
    "SYNCINTERVAL, syncInterval",
    "interval, syncInterval",
    "enable, enabled",
    "enabled, enabled",
    "delay, initialDelay",
    "maxTiles, maxTilesPerSync",
    "retry, retries",
  })
  void suggestsClosestName(String written, String expected) {
    assertThat(new Suggestion(written).closest(NAMES)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "colour", "publicKeyPath", "<<"})
  void suggestsNothingForUnrelatedNames(String written) {
    assertThat(new Suggestion(written).closest(NAMES)).isEmpty();
  }
}

package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNameTest {
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
  void findsWhatWasMeant(String written, String meant) {
    assertThat(new NearestName(written).among(NAMES)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "colour", "publicKeyPath", "<<"})
  void doesNotGuessWildly(String written) {
    assertThat(new NearestName(written).among(NAMES)).isEmpty();
  }
}

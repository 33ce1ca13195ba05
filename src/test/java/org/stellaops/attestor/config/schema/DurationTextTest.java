package org.stellaops.attestor.config.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.apache.camel.util.TimeUtils;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S, 0",
    "0s, PT0S, 0",
    "500ms, PT0.5S, 500ms",
    "30s, PT30S, 30s",
    "5m, PT5M, 5m",
    "1h30m, PT1H30M, 1h30m",
    "90m, PT1H30M, 1h30m",
    "720h, PT720H, 720h",
    "1h1m1s1ms, PT1H1M1.001S, 1h1m1s1ms",
    "1500ms, PT1.5S, 1s500ms",
    "007s, PT7S, 7s",
    "999999999h, PT999999999H, 999999999h",
  })
  void parsesAndPrintsShortestForm(String text, Duration duration, String shortest) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
    assertThat(DurationText.print(duration)).isEqualTo(shortest);
  }

  @Test
  void roundTripsAndCamelAgrees() {
    Random random = new Random(20260115);
    for (int i = 0; i < 2_000; i++) {
      Duration duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 42)));
      String text = DurationText.print(duration);
      assertThat(DurationText.parse(text)).as(text).isEqualTo(duration);
      assertThat(DurationText.print(DurationText.parse(text))).isEqualTo(text);
      assertThat(TimeUtils.toDuration(text)).as(text).isEqualTo(duration);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "5",
        "-5m",
        "+5m",
        "5 m",
        " 5m",
        "5m ",
        "5M",
        "5min",
        "1.5h",
        "PT5M",
        "30m1h",
        "5m5m",
        "h",
        "ms",
        "5d",
        "1w",
        "00:05",
        "٣m",
        "1e3s",
        "9999999999h",
        "999999999h60m"
      })
  void rejectsInvalidDurations(String text) {
    assertThatThrownBy(() -> DurationText.parse(text)).isInstanceOf(AttestorException.class);
  }

  @ParameterizedTest
  @CsvSource({"30d, write 720h", "5, 5s or 5m", "5 minutes, 'like 500ms, 30s, 5m'"})
  void hintSuggestsValidDuration(String text, String hint) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .asInstanceOf(InstanceOfAssertFactories.type(AttestorException.class))
        .extracting(AttestorException::hint)
        .asString()
        .contains(hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-PT1S", "PT0.0005S", "PT1000000000H"})
  void rejectsUnprintableDurations(Duration duration) {
    assertThatThrownBy(() -> DurationText.print(duration)).isInstanceOf(AttestorException.class);
  }
}

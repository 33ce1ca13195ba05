package org.stellaops.attestor.config.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;

class ByteSizeTypeTest {
  private final ByteSizeType type = new ByteSizeType();

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "10737418240, 10737418240",
    "10GiB, 10737418240",
    "10GB, 10000000000",
    "10 GB, 10000000000",
    "1kB, 1000",
    "1KB, 1000",
    "1KiB, 1024",
    "500MB, 500000000",
    "500MiB, 524288000",
    "2TB, 2000000000000",
    "2TiB, 2199023255552",
    "9223372036854775807, 9223372036854775807",
  })
  void parsesPlainNumbersAndUnits(String text, long bytes) {
    assertThat(type.parse(text)).isEqualTo(bytes);
    assertThat(type.parse(type.print(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "1.5GB",
        "10G",
        "10gb",
        "10GIB",
        "GB",
        "0x10",
        "1_000",
        "010",
        "1e9",
        "9223372036854775808",
        "9999999999999999999",
        "9000000TiB",
        "10GB!",
        "10  GB"
      })
  void rejectsInvalidSizes(String text) {
    assertThatThrownBy(() -> type.parse(text)).isInstanceOf(AttestorException.class);
  }
}

package org.stellaops.attestor.trust;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.tlog.MalformedException;

class BoundedDerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0500",
        "3000",
        "30023000",
        "3006020101020102",
        "bf818001020500",
        "3081020500"
      })
  void structureIsAccepted(String hex) {
    assertThatCode(() -> BoundedDer.check(HexFormat.of().parseHex(hex))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "30, truncated",
    "3001, truncated",
    "300205, truncated",
    "30020501, truncated",
    "3003300500, truncated",
    "bfff, truncated",
    "3080, invalid length",
    "30847fffffff00, invalid length",
    "3084ffffffff00, invalid length",
    "3082ff, truncated",
    "3083ffffff, truncated",
  })
  void invalidStructureIsRejected(String hex, String problem) {
    assertThatThrownBy(() -> BoundedDer.check(HexFormat.of().parseHex(hex)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void depthNumberAndSizeAreLimited() {
    assertThatCode(() -> BoundedDer.check(nested(32))).doesNotThrowAnyException();
    assertRejected("nested deeper than 32 levels", nested(33));
    byte[] elements = new byte[2 * 4096];
    assertThatCode(() -> BoundedDer.check(elements)).doesNotThrowAnyException();
    assertRejected("more than 4096 elements", new byte[2 * 4097]);
    assertRejected("larger than 256 KiB", new byte[256 * 1024 + 1]);
  }

  @Test
  void noBytesAreNoElement() {
    assertThatThrownBy(() -> BoundedDer.parse(new byte[0])).isInstanceOf(IOException.class);
  }

  private static void assertRejected(String problem, byte[] der) {
    assertThatThrownBy(() -> BoundedDer.check(der))
        .isInstanceOf(MalformedException.class)
        .hasMessage("invalid DER: " + problem);
  }

  private static byte[] nested(int depth) {
    byte[] der = new byte[2 * depth];
    for (int i = 0; i < depth; i++) {
      der[2 * i] = 0x30;
      der[2 * i + 1] = (byte) (2 * (depth - i - 1));
    }
    return der;
  }
}

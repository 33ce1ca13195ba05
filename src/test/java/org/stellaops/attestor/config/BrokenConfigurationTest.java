package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Each configuration of {@code broken.txt} is refused, with exactly what is said there. */
class BrokenConfigurationTest {
  private static final Path CASES = Path.of("src/test/resources/config/broken.txt");
  private static final String SECRET = "s3cret";

  @TestFactory
  Stream<DynamicTest> reportsFileLineKeyAndHint() throws IOException {
    String text = Files.readString(CASES).replace("VKEY", SettingsFixture.VKEY);
    return Arrays.stream(text.split("(?m)^== ")).skip(1).map(BrokenConfigurationTest::testCase);
  }

  @Test
  void limitsNestingDepth() {
    assertThat(loadError("[".repeat(500_000)).problems())
        .extracting(Problem::toString)
        .containsExactly("test.yaml:1: more than 16 levels deep; no key is nested that deep");
  }

  @Test
  void reportsUnprintableCharacterWithLine() {
    assertThat(loadError("attestor:\n  dataDir: a\u0000b\n"))
        .hasMessageContaining(":2: not YAML")
        .hasMessageContaining("U+0000");
  }

  @Test
  @Timeout(60)
  void rejectsMebibyteOfUnknownKeysQuickly() {
    StringBuilder yaml = new StringBuilder("attestor:\n");
    for (int i = 0; yaml.length() < (1 << 20) - 100; i++) {
      yaml.append("  k").append(i).append(":\n");
    }
    assertThat(loadError(yaml.toString()).problems()).hasSizeGreaterThan(80_000);
  }

  @Test
  void damagedFileIsRejectedOrStillValid() throws IOException {
    String whole = Files.readString(Path.of("src/test/resources/config/guide.yaml"));
    String others = "\n\t :-#\"'{}[]&*!|>%@`?,\u0000x9";
    Random random = new Random(20260115);
    for (int i = 0; i < whole.length(); i++) {
      parseOrMessage(whole.substring(0, i));
      parseOrMessage(whole.substring(0, i) + whole.substring(i + 1));
      char other = others.charAt(random.nextInt(others.length()));
      parseOrMessage(whole.substring(0, i) + other + whole.substring(i));
    }
  }

  @Test
  void messagesNeverRevealPassword() {
    String whole =
        """
        attestor:
          checkpointStore:
            connectionString: "Host=h;Database=d;Username=u;Password=s3cret"
            schema: attestor
        """;
    for (int i = 0; i < whole.length(); i++) {
      for (String insert : List.of("", "\n", ":", ": ", "\"", "#", "x", "{", "&", "*", "!", "\t")) {
        for (int cut = 0; cut < 2; cut++) {
          String damaged = whole.substring(0, i) + insert + whole.substring(i + cut);
          if (damaged.contains(SECRET)) {
            assertThat(parseOrMessage(damaged)).as(damaged).doesNotContain(SECRET);
          }
        }
      }
    }
  }

  private static DynamicTest testCase(String text) {
    String name = text.lines().findFirst().orElseThrow();
    String yaml =
        text.lines()
            .skip(1)
            .filter(line -> !line.startsWith(">> "))
            .collect(Collectors.joining("\n", "", "\n"));
    List<String> expected =
        text.lines()
            .filter(line -> line.startsWith(">> "))
            .map(line -> "test.yaml:" + line.substring(3))
            .toList();
    return DynamicTest.dynamicTest(
        name,
        () -> {
          InvalidSettingsException refusal = loadError(yaml.stripTrailing() + "\n");
          assertThat(refusal.failure()).isEqualTo(Failure.CONFIGURATION);
          assertThat(refusal.hint()).isNotEmpty();
          assertThat(refusal.getMessage().lines()).containsExactlyElementsOf(expected);
        });
  }

  private static InvalidSettingsException loadError(String yaml) {
    return catchThrowableOfType(InvalidSettingsException.class, () -> SettingsFixture.parse(yaml));
  }

  /** Everything that is shown to people, whether the text is right or refused. */
  private static String parseOrMessage(String yaml) {
    try {
      return SettingsFixture.parse(yaml).toString();
    } catch (AttestorException e) {
      assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION);
      return e.getMessage() + e.hint();
    }
  }
}

package org.stellaops.attestor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Without Jazzer: the seeds, mutations of them that are always the same, and all findings. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FuzzTargetTest {
  private static final Path FINDINGS = Path.of("src/test/resources/fuzz");
  private static final int MUTATIONS = 150;

  @ParameterizedTest
  @EnumSource
  void acceptsItsSeeds(FuzzTarget target) throws IOException {
    assertThat(FuzzSeeds.of(target)).isNotEmpty().allMatch(target::run);
  }

  /** The name of a finding is that of the target and what was wrong. */
  @ParameterizedTest
  @EnumSource
  void decidesEveryFinding(FuzzTarget target) throws IOException {
    Path directory = FINDINGS.resolve(target.name().toLowerCase(Locale.ROOT));
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.sorted().toList()) {
          target.run(Files.readAllBytes(file));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void decidesMutatedSeeds(FuzzTarget target) throws IOException {
    Random random = new Random(20);
    List<byte[]> seeds = FuzzSeeds.of(target);
    for (int i = 0; i < MUTATIONS; i++) {
      target.run(mutated(seeds.get(i % seeds.size()), random));
    }
  }

  /** Changes some bytes, repeats a part of the input, or cuts it off. */
  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, at);
      case 1 -> bytes = Arrays.copyOfRange(bytes, at, 2 * bytes.length - at);
      case 2 -> System.arraycopy(seed, 0, bytes, at, bytes.length - at);
      default -> bytes[at] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}

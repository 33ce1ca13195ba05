package org.stellaops.attestor.benchmark.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;

class MeasuredProcessTest {
  @TempDir private Path folder;

  @Test
  void capturesOutputAndResourceUsage() throws Exception {
    MeasuredProcess program =
        shell("echo \"to $WHOM\"; i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done");

    ResourceUsage usage = program.run();

    assertThat(program.out()).hasContent("to nobody");
    assertThat(usage.wall()).isPositive();
    assumeThat(Path.of("/proc/self/status")).exists();
    assertThat(usage.peakBytes()).isBetween(100_000L, 100_000_000L);
    assertThat(usage.cpu()).isLessThan(usage.wall().plus(Duration.ofMillis(20)));
  }

  @Test
  void failsOnNonZeroExitStatus() {
    MeasuredProcess program = shell("echo first >&2; echo the disk is full >&2; exit 3");

    assertThatThrownBy(program::run)
        .isInstanceOf(AttestorException.class)
        .hasMessage("sh ended with exit status 3: first / the disk is full");
  }

  @Test
  void namesMissingProgram() {
    MeasuredProcess program =
        new MeasuredProcess(
            List.of("no-such-program"), Map.of(), folder.resolve("o"), folder.resolve("e"));

    assertThatThrownBy(program::run)
        .isInstanceOf(AttestorException.class)
        .hasMessageStartingWith("no-such-program does not start: ");
  }

  @Test
  void cpuTimeOfHostIsPositive() {
    assumeThat(Files.exists(Path.of("/proc/stat"))).isTrue();

    assertThat(CpuTime.now()).get().isNotEqualTo(Duration.ZERO);
  }

  private MeasuredProcess shell(String script) {
    return new MeasuredProcess(
        List.of("sh", "-c", script),
        Map.of("WHOM", "nobody"),
        folder.resolve("out"),
        folder.resolve("err"));
  }
}

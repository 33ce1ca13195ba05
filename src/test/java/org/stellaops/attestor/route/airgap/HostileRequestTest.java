package org.stellaops.attestor.route.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.SidecarFiles;

/** Another user may write into the directory of requests. */
class HostileRequestTest {
  @TempDir private Path directory;

  /** 26 levels of aliases once filled the heap. */
  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void rejectsNestedAliasesWithoutExpandingThem() throws IOException {
    StringBuilder yaml = new StringBuilder("backend: log\na0: &a0 [x,x]\n");
    for (int level = 1; level < 26; level++) {
      yaml.append("a%d: &a%d [*a%d,*a%d]\n".formatted(level, level, level - 1, level - 1));
    }
    requireRejected(yaml.toString());
  }

  @ParameterizedTest
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  @ValueSource(
      strings = {
        "- backend: log\n",
        "backend: {id: log}\n",
        "backend: &a log\nsince: *a\n",
        "? [backend]\n: log\n",
        "backend: log\n---\nbackend: other\n",
        "backend: log\nbackend: other\n",
        "backend: log\n<<: {since: 1}\n",
        ""
      })
  void rejectsARequestThatIsNotFlat(String yaml) throws IOException {
    requireRejected(yaml);
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void rejectsDeepNestingAndLargeFiles() throws IOException {
    requireRejected("backend: " + "[".repeat(60_000));
    requireRejected("{a: ".repeat(15_000));
    requireRejected("backend: " + "x".repeat(70_000));
  }

  @Test
  void readsAFlatRequest() throws IOException {
    Path file =
        Files.writeString(directory.resolve("kit.yaml"), "# daily\nbackend: 'log'\nsince: 07\n");
    assertThat(ExportRequestFile.read(file).values())
        .containsOnly(Map.entry("backend", "log"), Map.entry("since", "07"));
  }

  /** The name of the temporary file was known, and a link there was followed. */
  @Test
  void writesNoReportThroughALink() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "the daemon's key");
    Path report = directory.resolve("kit.tar.gz.report.json");
    Files.createSymbolicLink(directory.resolve(".kit.tar.gz.report.json.tmp"), key);
    Files.createSymbolicLink(report, key);

    SidecarFiles.write(report, new byte[] {'x'});

    assertThat(key).hasContent("the daemon's key");
    assertThat(report).isRegularFile().hasContent("x");
  }

  private void requireRejected(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("request.yaml"), yaml);
    assertThatThrownBy(() -> ExportRequestFile.read(file))
        .isInstanceOfSatisfying(
            AttestorException.class,
            error -> assertThat(error.failure()).isEqualTo(Failure.CONFIGURATION));
  }
}

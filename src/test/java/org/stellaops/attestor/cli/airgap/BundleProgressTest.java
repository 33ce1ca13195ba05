package org.stellaops.attestor.cli.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.cli.StandardStreams;
import org.stellaops.attestor.cli.main.Stella;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Where a bar is drawn, and where nothing is. */
class BundleProgressTest {
  private final PrintStream originalErr = System.err;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeEach
  void captureStandardError() {
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restoreStandardError() {
    System.setErr(originalErr);
    System.clearProperty(StandardStreams.STDERR_PROPERTY);
  }

  @Test
  void drawsProgressOnTerminal() {
    System.setProperty(StandardStreams.STDERR_PROPERTY, "true");

    assertThat(output()).contains("kit.tar.gz", "100%", "3/3 files");
  }

  @Test
  void drawsNothingInFile() {
    System.setProperty(StandardStreams.STDERR_PROPERTY, "false");

    assertThat(output()).isEmpty();
  }

  @Test
  void drawsNothingWithQuietOption() {
    System.setProperty(StandardStreams.STDERR_PROPERTY, "true");

    assertThat(output("--quiet")).isEmpty();
  }

  private String output(String... options) {
    CommandLine stella = Stella.commandLine();
    stella.parseArgs(options);
    CommandSpec export =
        stella.getSubcommands().get("attestor").getSubcommands().get("export").getCommandSpec();
    try (BundleProgress progress = BundleProgress.onTerminal(export)) {
      progress.onStart(Path.of("kit.tar.gz"), 3);
      progress.onProgress(1);
      progress.onProgress(2);
    }
    return errors.toString(StandardCharsets.UTF_8);
  }
}

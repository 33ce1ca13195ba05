package org.stellaops.attestor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Where a bar is drawn, and where nothing is. */
class BundleProgressTest {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(before);
    System.clearProperty(Terminal.ERRORS);
  }

  @Test
  void aTerminalShowsHowFarItIs() {
    System.setProperty(Terminal.ERRORS, "true");

    assertThat(drawn()).contains("kit.tar.gz", "100%", "3/3 files");
  }

  @Test
  void aFileGetsNoBar() {
    System.setProperty(Terminal.ERRORS, "false");

    assertThat(drawn()).isEmpty();
  }

  @Test
  void whoAskedForQuietGetsNoBar() {
    System.setProperty(Terminal.ERRORS, "true");

    assertThat(drawn("--quiet")).isEmpty();
  }

  private String drawn(String... options) {
    CommandLine stella = Stella.commandLine();
    stella.parseArgs(options);
    CommandSpec export =
        stella.getSubcommands().get("attestor").getSubcommands().get("export").getCommandSpec();
    try (BundleProgress progress = BundleProgress.onTerminal(export)) {
      progress.begin(Path.of("kit.tar.gz"), 3);
      progress.done(1);
      progress.done(2);
    }
    return errors.toString(StandardCharsets.UTF_8);
  }
}

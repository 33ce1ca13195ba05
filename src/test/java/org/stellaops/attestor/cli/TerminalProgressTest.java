package org.stellaops.attestor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.cli.main.Stella;
import org.stellaops.attestor.mirror.audit.AuditListener;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Tile;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The progress bar: where it is drawn, what it shows and how wide it is. */
class TerminalProgressTest {
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
    System.clearProperty(StandardStreams.COLUMNS_PROPERTY);
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

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 120})
  void fitsIntoTheTerminal(int columns) {
    System.setProperty(StandardStreams.STDERR_PROPERTY, "true");
    System.setProperty(StandardStreams.COLUMNS_PROPERTY, Integer.toString(columns));

    assertThat(output().split("[\\r\\n]+"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(columns))
        .anySatisfy(line -> assertThat(line).contains("kit.tar.gz", "100%", "3/3"));
  }

  @Test
  void syncCountsAnEntryBundleAndItsTileOnce() {
    System.setProperty(StandardStreams.STDERR_PROPERTY, "true");

    try (TerminalProgress progress = new TerminalProgress(command())) {
      progress.onStart("log", 2);
      progress.onWritten("log", new EntryBundle(0, 256), 1_500);
      progress.onWritten("log", new Tile(1, 0, 1), 500);
      progress.onWritten("log", new EntryBundle(1, 256), 1_500);
    }
    assertThat(shown()).contains("log", "2/2 tiles", "3.5 KB");
  }

  @Test
  void totalDoesNotGrow() {
    System.setProperty(StandardStreams.STDERR_PROPERTY, "true");

    try (TerminalProgress progress = new TerminalProgress(command())) {
      progress.onStart("log", 2);
      for (int i = 0; i < 3; i++) {
        progress.onWritten("log", new EntryBundle(i, 256), 1_500);
        progress.onWritten("log", new Tile(0, i, 256), 8_192);
      }
    }
    assertThat(shown()).contains("2/2 tiles").doesNotContain("/3 ", "/4 ", "/6 ");
    assertThat(shown()).containsPattern("tiles/s +29.1 KB");
  }

  @Test
  void auditCountsFilesAndBytes() {
    System.setProperty(StandardStreams.STDERR_PROPERTY, "true");

    try (TerminalProgress progress = new TerminalProgress(command())) {
      AuditListener listener = progress.forAudit("log");
      listener.onStart(2);
      listener.onRead(2_500);
      listener.onChecked();
      listener.onChecked();
    }
    assertThat(shown()).contains("log", "2/2 tiles", "2.5 KB");
  }

  private String output(String... options) {
    try (TerminalProgress progress = new TerminalProgress(command(options))) {
      progress.onStart(Path.of("kit.tar.gz"), 3);
      progress.onProgress(1);
      progress.onProgress(2);
    }
    return shown();
  }

  private String shown() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  private static CommandSpec command(String... options) {
    CommandLine stella = Stella.commandLine();
    stella.parseArgs(options);
    return stella.getSubcommands().get("attestor").getSubcommands().get("export").getCommandSpec();
  }
}

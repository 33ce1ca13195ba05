package org.stellaops.attestor.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class StellaTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine stella = Stella.commandLine();

  @Test
  void helpListsCommands() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString()).startsWith("Usage: stella").contains("attestor");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void commandGroupAlonePrintsHelp() {
    assertThat(run("attestor")).isZero();

    assertThat(out.toString()).startsWith("Usage: stella attestor").contains("--debug");
  }

  @Test
  void versionNamesBuildAndJava() {
    assertThat(run("--version")).isZero();

    assertThat(out.toString().lines().toList())
        .satisfiesExactly(
            first -> assertThat(first).matches("stella [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?"),
            second -> assertThat(second).contains(System.getProperty("java.version")));
  }

  @Test
  void everyCommandHasDescription() {
    assertHasDescription(stella);
  }

  @Test
  void unknownCommandIsUsageErrorWithSuggestion() {
    assertThat(run("atestor")).isEqualTo(2);

    assertThat(err.toString().lines())
        .containsExactly(
            "stella: configuration: unknown command 'atestor'",
            "hint: did you mean 'attestor'? see 'stella --help'");
    assertThat(out.toString()).isEmpty();
  }

  /** What a new operator types first. */
  @Test
  void unknownCommandIsSuggestedFromItsGroup() {
    assertThat(run("attestor", "init")).isEqualTo(2);
    assertThat(err.toString())
        .contains("did you mean 'config init' or 'checkpoint-store init'? see 'stella attestor");
  }

  @Test
  void unknownOptionIsUsageError() {
    assertThat(run("attestor", "--backward")).isEqualTo(2);

    assertThat(err.toString().lines())
        .containsExactly(
            "stella: configuration: unknown option '--backward'",
            "hint: see 'stella attestor --help'");
  }

  @Test
  void missingOptionIsUsageError() {
    stella.addSubcommand("fail", new FailingCommand(null));

    assertThat(run("fail")).isEqualTo(2);

    assertThat(err.toString().lines())
        .containsExactly(
            "stella: configuration: Missing required option: '--backend=ID'",
            "hint: see 'stella fail --help'");
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void everyFailurePrintsLabelAndHintAndSetsExitStatus(Failure failure) {
    assertThat(runFailing(new AttestorException(failure, "no tile 3", "look at the log")))
        .isEqualTo(failure.exitCode().number());

    assertThat(err.toString().lines())
        .containsExactly("stella: " + failure.label() + ": no tile 3", "hint: look at the log");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void failureWithoutHintIsOneLine() {
    runFailing(new AttestorException(Failure.DISK, "the disk is full"));

    assertThat(err.toString().lines()).containsExactly("stella: disk: the disk is full");
  }

  @Test
  void unexpectedExceptionIsInternalFailureWithoutStackTrace() {
    assertThat(runFailing(new IllegalStateException("lost count"))).isEqualTo(3);

    assertThat(err.toString().lines())
        .hasSize(2)
        .startsWith("stella: internal: java.lang.IllegalStateException: lost count");
  }

  @Test
  void virtualMachineErrorIsInternalFailure() {
    assertThat(runFailing(new StackOverflowError())).isEqualTo(3);

    assertThat(err.toString()).startsWith("stella: internal: java.lang.StackOverflowError");
  }

  @Test
  void debugPrintsStackTraceOfCause() {
    assertThat(runFailing(new IllegalStateException("lost count"), "--debug")).isEqualTo(3);

    assertThat(err.toString()).contains("Caused by: java.lang.IllegalStateException: lost count");
  }

  private int runFailing(Throwable failure, String... more) {
    stella.addSubcommand("fail", new FailingCommand(failure));
    String[] line = new String[more.length + 3];
    System.arraycopy(new String[] {"fail", "--backend", "b"}, 0, line, 0, 3);
    System.arraycopy(more, 0, line, 3, more.length);
    return run(line);
  }

  private int run(String... line) {
    return stella
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line);
  }

  private static void assertHasDescription(CommandLine command) {
    assertThat(command.getCommandSpec().usageMessage().description())
        .as(command.getCommandSpec().qualifiedName())
        .isNotEmpty();
    command.getSubcommands().values().forEach(StellaTest::assertHasDescription);
  }

  @Command(name = "fail", description = "Fails as it is told.")
  private static final class FailingCommand implements Callable<Integer> {
    private final Throwable failure;

    @Option(names = "--backend", required = true, paramLabel = "ID")
    private String backend;

    FailingCommand(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }
}

package org.stellaops.attestor.cli.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The help of every command: complete sentences, wrapped by picocli to the terminal. */
class HelpTest {
  private static final String SENTENCE = "[A-Z][^\n]*[.]";
  private static final int MAX_FIRST_SENTENCE = 85;

  static Stream<CommandSpec> commands() {
    return withSubcommands(Stella.commandLine());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void firstSentenceIsShortAndComplete(CommandSpec command) {
    String[] description = command.usageMessage().description();

    assertThat(description).isNotEmpty();
    assertThat(description[0])
        .matches(SENTENCE)
        .doesNotContain(". ", "%n")
        .hasSizeLessThanOrEqualTo(MAX_FIRST_SENTENCE);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void textsAreWholeParagraphs(CommandSpec command) {
    assertThat(command.usageMessage().description())
        .allSatisfy(paragraph -> assertThat(paragraph).matches(SENTENCE).doesNotContain("%n"));
    for (ArgSpec argument : arguments(command)) {
      assertThat(argument.description())
          .as(argument.toString())
          .hasSize(1)
          .allSatisfy(text -> assertThat(text).matches(SENTENCE).doesNotContain("%n"));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsIntoTerminalsOf40And80Columns(CommandSpec command) {
    for (int width : new int[] {40, 80}) {
      String help = help(command, width);
      String withoutExamples = help.replaceFirst("(?s)\nExamples:.*", "");
      String words = withoutSpaces(withoutExamples);

      assertThat(withoutExamples.lines())
          .as(help)
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
      assertThat(texts(command))
          .allSatisfy(text -> assertThat(words).contains(withoutSpaces(text)));
      assertThat(withoutExamples.lines().filter(line -> line.length() > width / 2))
          .as("lines that use the width")
          .isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"--help", "attestor --help"})
  void topHelpShowsFiveExamplesThatParse(String line) {
    CommandLine stella = Stella.commandLine();
    CommandSpec command =
        line.startsWith("-")
            ? stella.getCommandSpec()
            : stella.getSubcommands().get("attestor").getCommandSpec();
    List<String> examples = CommandExamplesTest.examples(command.commandLine());

    assertThat(help(command, 80)).contains("Examples:\n  stella attestor demo\n");
    assertThat(examples).hasSize(5);
    for (String example : examples) {
      assertThatCode(() -> Stella.commandLine().parseArgs(CommandExamplesTest.arguments(example)))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void narrowHelpPutsTextsBelowNames() {
    CommandLine attestor = Stella.commandLine().getSubcommands().get("attestor");

    assertThat(help(attestor.getSubcommands().get("sync").getCommandSpec(), 40))
        .startsWith("Usage: stella attestor sync ")
        .contains("\n  --config=FILE\n      Read the configuration from this")
        .contains("\n  -q, --quiet\n      Print errors only.");
    assertThat(help(attestor.getCommandSpec(), 40))
        .contains("\n  sync-status\n      Show the tree size");
  }

  private static String help(CommandSpec command, int width) {
    CommandLine stella = HelpFactory.setWidth(Stella.commandLine(), width);
    String[] names = command.qualifiedName().split(" ");
    CommandLine line = stella;
    for (int depth = 1; depth < names.length; depth++) {
      line = line.getSubcommands().get(names[depth]);
    }
    return line.getUsageMessage(Ansi.OFF);
  }

  /** A long name is broken over lines. */
  private static String withoutSpaces(String text) {
    return text.replaceAll("\\s+", "");
  }

  /** The texts that the help contains word for word: all without variables. */
  private static List<String> texts(CommandSpec command) {
    List<String> texts = new ArrayList<>(List.of(command.usageMessage().description()));
    arguments(command).forEach(argument -> texts.addAll(List.of(argument.description())));
    command
        .subcommands()
        .values()
        .forEach(each -> texts.add(each.getCommandSpec().usageMessage().description()[0]));
    return texts.stream().filter(text -> !text.contains("${")).toList();
  }

  private static List<ArgSpec> arguments(CommandSpec command) {
    return command.args().stream().filter(argument -> !argument.hidden()).toList();
  }

  private static Stream<CommandSpec> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getCommandSpec()),
        command.getSubcommands().values().stream().flatMap(HelpTest::withSubcommands));
  }
}

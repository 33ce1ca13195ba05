package org.stellaops.attestor.cli.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.cli.ProgramVersion;
import picocli.CommandLine;

/** Whatever is written of our commands, in help, hints, alerts and documents, can be typed. */
class CommandExamplesTest {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern COMMAND =
      Pattern.compile("stella attestor ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)");

  /** A command in backquotes, which may go over lines, or in a line of its own. */
  private static final Pattern QUOTED =
      Pattern.compile("(?<=`)stella\\s+attestor[^`]+(?=`)|^stella attestor .*$", Pattern.MULTILINE);

  private static final Pattern TYPED = Pattern.compile("(?m)^\\$ (stella .*)$");

  /** What the documentation of the package shows a hint for. */
  private static final String MISSPELLED = "sync-stauts";

  static Stream<CommandLine> commands() {
    return leafCommands(Stella.commandLine());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasExamplesThatParse(CommandLine command) {
    List<String> examples = examples(command);

    assertThat(examples).as(command.getCommandSpec().qualifiedName()).isNotEmpty();
    for (String example : examples) {
      assertThat(example).startsWith(command.getCommandSpec().qualifiedName() + "");
      assertThatCode(() -> Stella.commandLine().parseArgs(arguments(example)))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void partialTreeParsesLikeCompleteTree(CommandLine command) {
    for (String example : examples(command)) {
      String[] arguments = arguments(example);
      CommandLine partial =
          CommandTree.forCommandLine(arguments).addTo(new CommandLine(new EmptyRoot()));

      assertThat(partial.getSubcommands()).as(example).containsKey(arguments[0]);
    }
  }

  @Test
  void commandsNamedInTextsExist() throws IOException {
    List<String> unknown = new ArrayList<>();
    for (Path file : textFiles()) {
      Matcher named = COMMAND.matcher(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
      while (named.find()) {
        if (!named.group(1).equals(MISSPELLED) && !exists(named.group(1).split(" "))) {
          unknown.add(file + ": " + named.group());
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  /** At three in the morning nobody looks up options. */
  @Test
  void runbookCommandsParse() throws IOException {
    String runbook = Files.readString(Path.of("docs/divergence-runbook.md"));
    Matcher quoted = QUOTED.matcher(runbook.replace("TREEID", "1193050959916656506"));
    List<String> commands = new ArrayList<>();
    while (quoted.find()) {
      commands.add(quoted.group().replaceAll("\\s+", " "));
    }

    assertThat(commands).hasSizeGreaterThan(20);
    for (String command : commands) {
      assertThatCode(() -> Stella.commandLine().parseArgs(arguments(command)))
          .as(command)
          .doesNotThrowAnyException();
    }
  }

  /** A document shows what was typed as "$ stella …"; it can be typed again. */
  @Test
  void transcriptCommandsParse() throws IOException {
    List<String> typed = new ArrayList<>();
    for (Path file : textFiles()) {
      Matcher line = TYPED.matcher(Files.readString(file));
      while (line.find()) {
        typed.add(line.group(1));
      }
    }
    assertThat(typed).hasSizeGreaterThan(30);
    assertThat(typed).allSatisfy(line -> Stella.commandLine().parseArgs(arguments(line)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void examplesFitOnOneLine(CommandLine command) {
    assertThat(command.getCommandSpec().usageMessage().footer())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void manualPageMatchesHelp() throws IOException {
    CommandLine sync = Stella.commandLine().getSubcommands().get("attestor");
    sync = sync.getSubcommands().get("sync");
    ManPage page = new ManPage(sync.getCommandSpec());

    assertThat(page.fileName()).isEqualTo("stella-attestor-sync.1");
    assertThat(page.text().lines())
        .startsWith(
            ".TH \"STELLA-ATTESTOR-SYNC\" 1 \"\" \"stella "
                + ProgramVersion.number()
                + "\" \"Stella Attestor\"",
            ".SH NAME",
            "stella\\-attestor\\-sync \\- Sync one log or all logs now")
        .contains(".SH SYNOPSIS", ".B \\-\\-full\\-tiles", ".SH EXIT STATUS", ".SH EXAMPLES");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void manualPageTextContainsNoRoffRequests(CommandLine command) {
    assertThat(new ManPage(command.getCommandSpec()).text().lines())
        .filteredOn(line -> line.startsWith(".") || line.startsWith("'"))
        .allSatisfy(line -> assertThat(line).matches("\\.(TH|SH|TP|B|BR|nf|fi)( .*)?"));
  }

  static List<String> examples(CommandLine command) {
    String footer = String.join("\n", command.getCommandSpec().usageMessage().footer());
    return footer
        .replaceAll("\\\\\n\\s*", "")
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("stella"))
        .toList();
  }

  /** As a shell would take them, without what follows a pipe. */
  static String[] arguments(String example) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(example.replaceFirst(" [|>].*", ""));
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words.subList(1, words.size()).toArray(String[]::new);
  }

  /** The words lead to a command; what follows a command without commands is its own affair. */
  private static boolean exists(String[] words) {
    CommandLine command = Stella.commandLine().getSubcommands().get("attestor");
    for (String word : words) {
      if (command.getSubcommands().isEmpty()) {
        return true;
      }
      command = command.getSubcommands().get(word);
      if (command == null) {
        return false;
      }
    }
    return true;
  }

  private static Stream<CommandLine> leafCommands(CommandLine command) {
    return command.getSubcommands().isEmpty()
        ? Stream.of(command)
        : command.getSubcommands().values().stream().flatMap(CommandExamplesTest::leafCommands);
  }

  private static List<Path> textFiles() throws IOException {
    List<Path> texts = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CHANGELOG.md")));
    for (String folder : new String[] {"src/main/java", "docs", "config"}) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files
            .filter(file -> file.toString().matches(".*\\.(java|md|ya?ml|service)"))
            .forEach(texts::add);
      }
    }
    return texts;
  }

  @CommandLine.Command(name = "stella")
  private static final class EmptyRoot {}
}

package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stellaops.attestor.cli.Stella;
import picocli.CommandLine;

/**
 * Runs commands as an operator types them: our own in this process, or by the launcher where {@code
 * -Dtrial.launcher=bin/stella} says so, and all others by {@code sh}.
 */
final class Terminal {
  private static final String LAUNCHER = System.getProperty("trial.launcher", "");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Z]+)}?");

  private final Path directory;
  private final Map<String, String> variables;
  private final Pattern files;
  private final List<String> around;

  private Terminal(
      Path directory, Map<String, String> variables, Pattern files, List<String> around) {
    this.directory = directory;
    this.variables = Map.copyOf(variables);
    this.files = files;
    this.around = List.copyOf(around);
  }

  /**
   * What a command has answered.
   *
   * @param output what it wrote to standard output and to standard error
   */
  record Answer(int status, String output) {}

  /** Whether our commands are processes of their own. */
  static boolean byLauncher() {
    return !LAUNCHER.isEmpty();
  }

  /**
   * One with these variables.
   *
   * @param directory where processes run
   */
  static Terminal in(Path directory, Map<String, String> variables) throws IOException {
    if (byLauncher()) {
      Path bin = Files.createDirectories(directory.resolve("bin"));
      Path stella = bin.resolve("stella");
      Files.writeString(
          stella, "#!/bin/sh\nexec '" + Path.of(LAUNCHER).toAbsolutePath() + "' \"$@\"\n");
      Files.setPosixFilePermissions(stella, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return new Terminal(directory, variables, Pattern.compile("(?!)"), List.of());
  }

  /** The same, in which words like these name files of the directory within this process too. */
  Terminal naming(Pattern words) {
    return new Terminal(directory, variables, words, around);
  }

  /** The same, in which these words come before each command that is a process of its own. */
  Terminal within(List<String> words) {
    return new Terminal(directory, variables, files, words);
  }

  /** Runs one command with the configuration of this file. */
  Answer run(String command, Path config) throws IOException, InterruptedException {
    Answer answer =
        command.startsWith("stella ") && !byLauncher()
            ? inProcess(command, config)
            : inShell(command, config);
    if (byLauncher()) {
      System.out.println("\n$ " + command + "\n" + answer.output().stripTrailing());
    }
    return answer;
  }

  private Answer inProcess(String command, Path config) {
    List<String> words = words(command);
    if (takesConfiguration(words)) {
      words.addAll(List.of("--config", config.toString()));
    }
    StringWriter output = new StringWriter();
    PrintWriter out = new PrintWriter(output, true);
    int status =
        Stella.commandLine()
            .setOut(out)
            .setErr(out)
            .execute(words.subList(1, words.size()).toArray(String[]::new));
    return new Answer(status, output.toString());
  }

  private static boolean takesConfiguration(List<String> words) {
    CommandLine command = Stella.commandLine();
    for (String word : words.subList(1, words.size())) {
      command = command.getSubcommands().getOrDefault(word, command);
    }
    return command.getCommandSpec().findOption("--config") != null;
  }

  private Answer inShell(String command, Path config) throws IOException, InterruptedException {
    Path output = Files.createTempFile("said", ".txt");
    List<String> words = new ArrayList<>(around);
    words.addAll(List.of("sh", "-c", command));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output.toFile());
    builder.environment().putAll(variables);
    builder.environment().put("STELLA_ATTESTOR_CONFIG", config.toString());
    builder
        .environment()
        .merge("PATH", directory.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as(command).isTrue();
    Answer answer = new Answer(process.exitValue(), Files.readString(output));
    Files.delete(output);
    return answer;
  }

  private List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      String text = word.group(1) == null ? word.group(2) : word.group(1);
      words.add(files.matcher(text).matches() ? directory.resolve(text).toString() : told(text));
    }
    return words;
  }

  private String told(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), "")));
  }
}

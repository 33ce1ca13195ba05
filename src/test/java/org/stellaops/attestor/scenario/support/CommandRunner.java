package org.stellaops.attestor.scenario.support;

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
import org.stellaops.attestor.cli.main.Stella;
import picocli.CommandLine;

/**
 * Runs commands as an operator types them: our own in this process, or by the launcher where {@code
 * -Dtrial.launcher=bin/stella} says so, and all others by {@code sh}.
 */
public final class CommandRunner {
  private static final String LAUNCHER = System.getProperty("trial.launcher", "");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Z]+)}?");

  private final Path directory;
  private final Map<String, String> variables;
  private final Pattern fileNames;
  private final List<String> prefix;

  private CommandRunner(
      Path directory, Map<String, String> variables, Pattern fileNames, List<String> prefix) {
    this.directory = directory;
    this.variables = Map.copyOf(variables);
    this.fileNames = fileNames;
    this.prefix = List.copyOf(prefix);
  }

  /**
   * What a command has answered.
   *
   * @param output what it wrote to standard output and to standard error
   */
  public record Output(int status, String output) {}

  /** Whether our commands are processes of their own. */
  public static boolean usesLauncher() {
    return !LAUNCHER.isEmpty();
  }

  /**
   * One with these variables.
   *
   * @param directory where processes run
   */
  public static CommandRunner in(Path directory, Map<String, String> variables) throws IOException {
    if (usesLauncher()) {
      Path bin = Files.createDirectories(directory.resolve("bin"));
      Path stella = bin.resolve("stella");
      Files.writeString(
          stella, "#!/bin/sh\nexec '" + Path.of(LAUNCHER).toAbsolutePath() + "' \"$@\"\n");
      Files.setPosixFilePermissions(stella, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return new CommandRunner(directory, variables, Pattern.compile("(?!)"), List.of());
  }

  /** The same, in which words like these name files of the directory within this process too. */
  public CommandRunner withFileNames(Pattern words) {
    return new CommandRunner(directory, variables, words, prefix);
  }

  /** The same, in which these words come before each command that is a process of its own. */
  public CommandRunner withPrefix(List<String> words) {
    return new CommandRunner(directory, variables, fileNames, words);
  }

  /** Runs one command with the configuration of this file. */
  public Output run(String command, Path config) throws IOException, InterruptedException {
    Output result =
        command.startsWith("stella ") && !usesLauncher()
            ? inProcess(command, config)
            : inShell(command, config);
    if (usesLauncher()) {
      System.out.println("\n$ " + command + "\n" + result.output().stripTrailing());
    }
    return result;
  }

  private Output inProcess(String command, Path config) {
    List<String> words = parseWords(command);
    if (acceptsConfigOption(words)) {
      words.addAll(List.of("--config", config.toString()));
    }
    StringWriter output = new StringWriter();
    PrintWriter out = new PrintWriter(output, true);
    int status =
        Stella.commandLine()
            .setOut(out)
            .setErr(out)
            .execute(words.subList(1, words.size()).toArray(String[]::new));
    return new Output(status, output.toString());
  }

  private static boolean acceptsConfigOption(List<String> words) {
    CommandLine command = Stella.commandLine();
    for (String word : words.subList(1, words.size())) {
      command = command.getSubcommands().getOrDefault(word, command);
    }
    return command.getCommandSpec().findOption("--config") != null;
  }

  private Output inShell(String command, Path config) throws IOException, InterruptedException {
    Path output = Files.createTempFile("said", ".txt");
    List<String> words = new ArrayList<>(prefix);
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
    Output result = new Output(process.exitValue(), Files.readString(output));
    Files.delete(output);
    return result;
  }

  private List<String> parseWords(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      String text = word.group(1) == null ? word.group(2) : word.group(1);
      words.add(
          fileNames.matcher(text).matches()
              ? directory.resolve(text).toString()
              : substitute(text));
    }
    return words;
  }

  private String substitute(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), "")));
  }
}

package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * Runs commands of the guide as a shell would: our own in this process, or by the launcher where
 * {@code -Dtrial.launcher=bin/stella} says so, and all others by {@code sh}.
 */
final class GuideRunner {
  private static final String LAUNCHER = System.getProperty("trial.launcher", "");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Z]+)}?");

  private final Path directory;
  private final Map<String, String> variables;
  private final StringBuilder said = new StringBuilder();

  private GuideRunner(Path directory, Map<String, String> variables) {
    this.directory = directory;
    this.variables = variables;
  }

  /** Whether our commands are processes of their own. */
  static boolean byLauncher() {
    return !LAUNCHER.isEmpty();
  }

  /**
   * A shell with these variables.
   *
   * @param directory has the configuration of each side of the air gap, as {@code connected.yaml}
   */
  static GuideRunner of(Path directory, Map<String, String> variables) throws IOException {
    if (!LAUNCHER.isEmpty()) {
      Path bin = Files.createDirectories(directory.resolve("bin"));
      Path stella = bin.resolve("stella");
      Files.writeString(
          stella, "#!/bin/sh\nexec '" + Path.of(LAUNCHER).toAbsolutePath() + "' \"$@\"\n");
      Files.setPosixFilePermissions(stella, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return new GuideRunner(directory, variables);
  }

  /** Runs one step and holds its exit status and its output against what is expected. */
  void run(GuideSteps.Step step) throws Exception {
    boolean ours = step.command().startsWith("stella ");
    Path config = directory.resolve(step.side() + ".yaml");
    Answer answer =
        ours && LAUNCHER.isEmpty()
            ? inProcess(step.command(), config)
            : inShell(step.command(), config);
    said.append(answer.output());
    if (!LAUNCHER.isEmpty()) {
      System.out.println("\n$ " + step.command() + "\n" + answer.output().stripTrailing());
    }
    String what = step.title() + ": " + step.command() + "\n" + answer.output();
    assertThat(answer.status()).as(what).isEqualTo(step.status());
    for (Pattern pattern : step.output()) {
      assertThat(answer.output()).as(what).containsPattern(pattern);
    }
    assertThat(answer.output()).as("warnings of what goes well").doesNotContain(" WARN ");
  }

  /** Everything that the commands have printed. */
  String said() {
    return said.toString();
  }

  private record Answer(int status, String output) {}

  private Answer inProcess(String command, Path config) {
    List<String> words = words(command);
    words.addAll(List.of("--config", config.toString()));
    StringWriter output = new StringWriter();
    PrintWriter out = new PrintWriter(output, true);
    int status =
        Stella.commandLine()
            .setOut(out)
            .setErr(out)
            .execute(words.subList(1, words.size()).toArray(String[]::new));
    return new Answer(status, output.toString());
  }

  private Answer inShell(String command, Path config) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile());
    builder.environment().putAll(variables);
    builder.environment().put("STELLA_ATTESTOR_CONFIG", config.toString());
    builder
        .environment()
        .merge("PATH", directory.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as(command).isTrue();
    return new Answer(process.exitValue(), Files.readString(output));
  }

  private List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      String text = word.group(1) == null ? word.group(2) : word.group(1);
      words.add(
          VARIABLE
              .matcher(text)
              .replaceAll(
                  found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), ""))));
    }
    return words;
  }
}

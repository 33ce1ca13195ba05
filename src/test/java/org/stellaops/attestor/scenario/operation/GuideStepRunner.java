package org.stellaops.attestor.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.stellaops.attestor.scenario.support.CommandRunner;

/** Runs commands of the guide, and holds what they answer against what is expected. */
final class GuideStepRunner {
  private final Path directory;
  private final CommandRunner runner;
  private final StringBuilder output = new StringBuilder();

  private GuideStepRunner(Path directory, CommandRunner runner) {
    this.directory = directory;
    this.runner = runner;
  }

  /**
   * One with these variables.
   *
   * @param directory has the configuration of each side of the air gap, as {@code connected.yaml}
   */
  static GuideStepRunner of(Path directory, Map<String, String> variables) throws IOException {
    return new GuideStepRunner(directory, CommandRunner.in(directory, variables));
  }

  /** Runs one step and holds its exit status and its output against what is expected. */
  void run(GuideSteps.Step step) throws Exception {
    CommandRunner.Output result =
        runner.run(step.command(), directory.resolve(step.side() + ".yaml"));
    output.append(result.output());
    String description = step.title() + ": " + step.command() + "\n" + result.output();
    assertThat(result.status()).as(description).isEqualTo(step.status());
    for (Pattern pattern : step.output()) {
      assertThat(result.output()).as(description).containsPattern(pattern);
    }
    assertThat(result.output()).as("warnings of what goes well").doesNotContain(" WARN ");
  }

  /** Everything that the commands have printed. */
  String output() {
    return output.toString();
  }
}

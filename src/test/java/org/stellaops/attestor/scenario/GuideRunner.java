package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Runs commands of the guide, and holds what they answer against what is expected. */
final class GuideRunner {
  private final Path directory;
  private final Terminal terminal;
  private final StringBuilder said = new StringBuilder();

  private GuideRunner(Path directory, Terminal terminal) {
    this.directory = directory;
    this.terminal = terminal;
  }

  /**
   * One with these variables.
   *
   * @param directory has the configuration of each side of the air gap, as {@code connected.yaml}
   */
  static GuideRunner of(Path directory, Map<String, String> variables) throws IOException {
    return new GuideRunner(directory, Terminal.in(directory, variables));
  }

  /** Runs one step and holds its exit status and its output against what is expected. */
  void run(GuideSteps.Step step) throws Exception {
    Terminal.Answer answer = terminal.run(step.command(), directory.resolve(step.side() + ".yaml"));
    said.append(answer.output());
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
}

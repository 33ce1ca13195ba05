package org.stellaops.attestor.scenario.operation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The commands of {@code guide.txt} with what is to come of them, for one kind of database. */
record GuideSteps(List<Step> steps) {
  /**
   * One command.
   *
   * @param side of the air gap, where it is typed: connected or isolated
   */
  record Step(String title, String side, String command, int status, List<Pattern> output) {
    Step {
      output = List.copyOf(output);
    }

    private Step withStatus(int expectedStatus) {
      return new Step(title, side, command, expectedStatus, output);
    }

    private Step withPattern(String pattern) {
      List<Pattern> patterns = new ArrayList<>(output);
      patterns.add(Pattern.compile(pattern, Pattern.MULTILINE));
      return new Step(title, side, command, status, patterns);
    }
  }

  static GuideSteps read(Path file, String databaseKind) throws IOException {
    List<Step> steps = new ArrayList<>();
    String title = "";
    String side = "";
    boolean isSelected = true;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("== ")) {
        title = line.substring(3);
      } else if (line.startsWith("@ ")) {
        side = line.substring(2);
      } else if (line.matches("(\\[\\w+] )?\\$ .*")) {
        isSelected = !line.startsWith("[") || line.startsWith("[" + databaseKind + "]");
        if (isSelected) {
          String command = line.substring(line.indexOf("$ ") + 2);
          steps.add(new Step(title, side, command, 0, List.of()));
        }
      } else if (isSelected && line.startsWith("= ")) {
        steps.add(removeLast(steps).withStatus(Integer.parseInt(line.substring(2))));
      } else if (isSelected && line.startsWith("> ")) {
        steps.add(removeLast(steps).withPattern(line.substring(2)));
      }
    }
    return new GuideSteps(List.copyOf(steps));
  }

  private static Step removeLast(List<Step> steps) {
    return steps.remove(steps.size() - 1);
  }
}

package org.stellaops.attestor.scenario.airgap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a document shows as typed, by the heading that it stands under: each {@code $ command} in a
 * fenced block, with the lines below it up to the next one.
 */
record DocumentTranscript(Map<String, List<TypedCommand>> sections) {
  /** One command, and what it said. */
  record TypedCommand(String command, String output) {}

  static DocumentTranscript read(Path document) throws IOException {
    Map<String, List<TypedCommand>> sections = new LinkedHashMap<>();
    List<TypedCommand> section = new ArrayList<>();
    boolean inBlock = false;
    boolean inTranscript = false;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("```")) {
        inBlock = !inBlock;
        inTranscript = inBlock && line.equals("```");
      } else if (line.startsWith("## ")) {
        section = new ArrayList<>();
        sections.put(line.substring(3), section);
      } else if (inTranscript && line.startsWith("$ ")) {
        section.add(new TypedCommand(line.substring(2), ""));
      } else if (inTranscript && !section.isEmpty()) {
        TypedCommand last = section.remove(section.size() - 1);
        section.add(new TypedCommand(last.command(), last.output() + line + "\n"));
      }
    }
    return new DocumentTranscript(sections);
  }

  /** What stands under this heading. */
  List<TypedCommand> section(String heading) {
    return sections.getOrDefault(heading, List.of());
  }
}

package org.stellaops.attestor.scenario;

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
record Transcript(Map<String, List<Typed>> sections) {
  /** One command, and what it said. */
  record Typed(String command, String output) {}

  static Transcript read(Path document) throws IOException {
    Map<String, List<Typed>> sections = new LinkedHashMap<>();
    List<Typed> section = new ArrayList<>();
    boolean block = false;
    boolean fenced = false;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("```")) {
        block = !block;
        fenced = block && line.equals("```");
      } else if (line.startsWith("## ")) {
        section = new ArrayList<>();
        sections.put(line.substring(3), section);
      } else if (fenced && line.startsWith("$ ")) {
        section.add(new Typed(line.substring(2), ""));
      } else if (fenced && !section.isEmpty()) {
        Typed last = section.remove(section.size() - 1);
        section.add(new Typed(last.command(), last.output() + line + "\n"));
      }
    }
    return new Transcript(sections);
  }

  /** What stands under this heading. */
  List<Typed> under(String heading) {
    return sections.getOrDefault(heading, List.of());
  }
}

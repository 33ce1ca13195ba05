package org.stellaops.attestor.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Parses the subset of YAML that settings need into nodes with line numbers: one document without
 * aliases, anchors or tags, at most 16 levels deep. The events are checked first, because nodes of
 * a hostile text could exhaust memory or stack.
 */
public final class StrictYaml {
  private static final int MAX_DEPTH = 16;

  private final Problems problems;
  private final LoadSettings settings =
      LoadSettings.builder().setUseMarks(true).setAllowNonScalarKeys(true).build();
  private int documents;
  private int depth;

  public StrictYaml(Problems problems) {
    this.problems = problems;
  }

  /** The root node; empty if there is none or if there are problems. */
  public Optional<Node> read(String yaml) {
    if (!isPrintable(yaml)) {
      return Optional.empty();
    }
    try {
      for (Event event : new Parse(settings).parseString(yaml)) {
        check(event);
        if (depth > MAX_DEPTH) {
          return Optional.empty();
        }
      }
      return problems.isEmpty() ? new Compose(settings).composeString(yaml) : Optional.empty();
    } catch (MarkedYamlEngineException e) {
      problems.add(
          line(e.getProblemMark()),
          "",
          "not YAML: " + e.getProblem() + contextOf(e),
          "check the indentation, the colons and the quotes up to this line");
    } catch (YamlEngineException e) {
      problems.add(1, "", "not YAML 1.2", "remove the %YAML line");
    }
    return Optional.empty();
  }

  /** The line of a mark, counted from 1. */
  static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(0) + 1;
  }

  /** Messages do not repeat the text: a secret may follow an unquoted & or !. */
  private void check(Event event) {
    if (event instanceof DocumentStartEvent && ++documents > 1) {
      add(event, "second YAML document", "keep one document, without further --- lines");
    } else if (event instanceof AliasEvent) {
      add(event, "aliases (*) are not supported", "write the value itself");
    } else if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      add(event, "anchors (&) are not supported", "write each value itself");
    }
    if (event instanceof ScalarEvent scalar && scalar.getTag().isPresent()) {
      add(event, "tags (!) are not supported", "remove the tag");
    } else if (event instanceof CollectionStartEvent start) {
      start.getTag().ifPresent(tag -> add(event, "tags (!) are not supported", "remove the tag"));
      if (++depth == MAX_DEPTH + 1) {
        add(event, "more than " + MAX_DEPTH + " levels deep", "no key is nested that deep");
      }
    } else if (event instanceof CollectionEndEvent) {
      depth--;
    }
  }

  private void add(Event event, String message, String hint) {
    problems.add(line(event.getStartMark()), "", message, hint);
  }

  private boolean isPrintable(String yaml) {
    int line = 1;
    for (int i = 0; i < yaml.length(); i = yaml.offsetByCodePoints(i, 1)) {
      int c = yaml.codePointAt(i);
      if (!StreamReader.isPrintable(c)) {
        problems.add(
            line, "", String.format("not YAML: character U+%04X", c), "remove the character");
        return false;
      }
      line += c == '\n' ? 1 : 0;
    }
    return true;
  }

  /** The line where an unclosed element begins. The text itself may be a secret. */
  private static String contextOf(MarkedYamlEngineException e) {
    if (e.getContext() == null || e.getContext().isEmpty() || e.getContextMark().isEmpty()) {
      return "";
    }
    return " " + e.getContext() + " that begins in line " + line(e.getContextMark());
  }
}

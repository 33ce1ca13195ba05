package org.stellaops.attestor.config.edit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.stellaops.attestor.config.Problems;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.config.StrictYaml;
import org.stellaops.attestor.config.schema.ConfigErrors;

/**
 * The list of backends in the text of a configuration file. Backends are added at its end or
 * removed; every other line and every comment stays unchanged.
 */
public final class BackendList {
  private static final String[] PATH = {"attestor", "rekorSync", "backends"};

  private final String name;
  private final String lineSeparator;
  private final List<String> lines;
  private final Optional<Node> root;

  /**
   * The list in a file that is valid for {@link SettingsLoader}.
   *
   * @param name the name of the file in messages
   */
  public BackendList(String name, String yaml) {
    this.name = name;
    this.lineSeparator = yaml.contains("\r\n") ? "\r\n" : "\n";
    this.lines = new ArrayList<>(Arrays.asList(yaml.split("\\R", -1)));
    Problems problems = new Problems(name);
    this.root = new StrictYaml(problems).read(yaml);
    problems.throwIfAny();
  }

  /**
   * The text with one more backend, after all others.
   *
   * @param item its lines without indentation, as {@code id: one}
   */
  public String with(List<String> item) {
    List<NodeTuple> found = findPath();
    if (found.size() == PATH.length) {
      appendTo(found.get(2), item);
    } else {
      addPath(found, item);
    }
    return text();
  }

  /** The text without the backend with this id, and without the comments that belong to it. */
  public String without(String id) {
    SequenceNode list = requireList(findPath().get(2));
    requireBlockStyle(list);
    Node item =
        list.getValue().stream()
            .filter(node -> node instanceof MappingNode mapping && hasId(mapping, id))
            .findFirst()
            .orElseThrow(() -> ConfigErrors.invalid("no backend " + ConfigErrors.quote(id), ""));
    int dash = column(list);
    int first = line(item);
    while (!lines.get(first).strip().startsWith("-")) {
      first--;
    }
    int next = endOf(item, dash);
    while (isComment(first - 1) && indentation(first - 1) == dash) {
      first--;
    }
    lines.subList(first, next).clear();
    return text();
  }

  private void appendTo(NodeTuple backends, List<String> item) {
    Node value = backends.getValueNode();
    int key = column(backends.getKeyNode());
    if (value instanceof SequenceNode list && !list.getValue().isEmpty()) {
      requireBlockStyle(list);
      int dash = column(list);
      int last = list.getValue().size() - 1;
      lines.addAll(endOf(list.getValue().get(last), dash), indented(item, dash));
      return;
    }
    int line = line(backends.getKeyNode());
    if (value instanceof SequenceNode) {
      lines.set(line, lines.get(line).replaceFirst(" *\\[\\s*]", "").stripTrailing());
    }
    lines.addAll(line + 1, indented(item, key + 2));
  }

  /** Adds the missing part of the path as the first entry of the existing part. */
  private void addPath(List<NodeTuple> found, List<String> item) {
    List<String> added = new ArrayList<>();
    int column = 0;
    int line = lines.size() - (lines.get(lines.size() - 1).isEmpty() ? 1 : 0);
    if (!found.isEmpty()) {
      NodeTuple parent = found.get(found.size() - 1);
      column = column(parent.getKeyNode()) + 2;
      line = line(parent.getKeyNode()) + 1;
      if (parent.getValueNode() instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
        requireBlockStyle(mapping);
        column = column(mapping);
      } else if (!parent.getValueNode().getTag().equals(Tag.NULL)) {
        throw flowStyleError();
      }
    }
    for (int i = found.size(); i < PATH.length; i++) {
      added.add(" ".repeat(column) + PATH[i] + ":");
      column += 2;
    }
    added.addAll(indented(item, column));
    lines.addAll(line, added);
  }

  private List<NodeTuple> findPath() {
    List<NodeTuple> found = new ArrayList<>();
    Optional<Node> node = root;
    for (String part : PATH) {
      Optional<NodeTuple> tuple =
          node.filter(MappingNode.class::isInstance)
              .flatMap(mapping -> entry((MappingNode) mapping, part));
      if (tuple.isEmpty()) {
        break;
      }
      found.add(tuple.get());
      node = Optional.of(tuple.get().getValueNode());
    }
    return found;
  }

  private SequenceNode requireList(NodeTuple backends) {
    if (backends.getValueNode() instanceof SequenceNode list) {
      return list;
    }
    throw ConfigErrors.invalid(name + " has no backends", "");
  }

  private static boolean hasId(MappingNode item, String id) {
    return entry(item, "id")
        .filter(tuple ->
            tuple.getValueNode() instanceof ScalarNode value && value.getValue().equals(id))
        .isPresent();
  }

  private static Optional<NodeTuple> entry(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
        .findFirst();
  }

  private void requireBlockStyle(org.snakeyaml.engine.v2.nodes.CollectionNode<?> node) {
    if (node.getFlowStyle() == FlowStyle.FLOW) {
      throw flowStyleError();
    }
  }

  private RuntimeException flowStyleError() {
    return ConfigErrors.invalid(
        name + ": the list of backends is in flow style ([...]), which commands cannot edit",
        "edit the file by hand, or write each backend on lines of its own");
  }

  /** The line after an item and the comments that are indented more than its dash. */
  private int endOf(Node item, int dash) {
    int next = lastLine(item) + 1;
    for (int i = next; i < lines.size() && (isBlank(i) || isComment(i)); i++) {
      if (isComment(i) && indentation(i) > dash) {
        next = i + 1;
      } else if (isComment(i)) {
        break;
      }
    }
    return next;
  }

  /** The last line of the node; the end mark of a block is after the blank lines and comments. */
  private int lastLine(Node node) {
    if (node instanceof MappingNode mapping && mapping.getFlowStyle() == FlowStyle.BLOCK) {
      return lastLine(mapping.getValue().get(mapping.getValue().size() - 1).getValueNode());
    }
    if (node instanceof SequenceNode list && list.getFlowStyle() == FlowStyle.BLOCK) {
      return lastLine(list.getValue().get(list.getValue().size() - 1));
    }
    var mark = node.getEndMark().orElseThrow();
    int line =
        mark.getColumn() == 0 && mark.getLine() > line(node) ? mark.getLine() - 1 : mark.getLine();
    while (line > line(node) && isBlank(line)) {
      line--;
    }
    return line;
  }

  private String text() {
    return String.join(lineSeparator, lines);
  }

  private boolean isBlank(int line) {
    return lines.get(line).isBlank();
  }

  private boolean isComment(int line) {
    return line >= 0 && line < lines.size() && lines.get(line).strip().startsWith("#");
  }

  private int indentation(int line) {
    String text = lines.get(line);
    return text.length() - text.stripLeading().length();
  }

  private static List<String> indented(List<String> item, int column) {
    return IntStream.range(0, item.size())
        .mapToObj(i -> " ".repeat(column) + (i == 0 ? "- " : "  ") + item.get(i))
        .toList();
  }

  private static int line(Node node) {
    return node.getStartMark().orElseThrow().getLine();
  }

  private static int column(Node node) {
    return node.getStartMark().orElseThrow().getColumn();
  }
}

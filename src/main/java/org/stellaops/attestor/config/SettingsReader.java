package org.stellaops.attestor.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.stellaops.attestor.config.ParsedValues.ParsedValue;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.failure.AttestorException;

/** Reads the values of all keys from the nodes of a file, and reports unknown keys. */
final class SettingsReader {
  private final Problems problems;
  private final CamelOptions camel;
  private final Map<SettingKey<?>, ParsedValue> program = new LinkedHashMap<>();
  private final List<ParsedValues> backends = new ArrayList<>();

  SettingsReader(Problems problems) {
    this.problems = problems;
    this.camel = new CamelOptions(problems);
  }

  /** Reads a whole file; an empty file has no root. */
  void read(Optional<Node> root) {
    if (root.isEmpty() || isNull(root.get())) {
      problems.add(
          1,
          "",
          "the file contains no key",
          "begin it with the line attestor:, or delete it and run: stella attestor config init");
    } else {
      readSection(root.get(), KeyPath.ROOT, program);
    }
  }

  /** The values outside the backends. */
  ParsedValues program() {
    return new ParsedValues("", 1, program);
  }

  /** The options of Camel, by full name. */
  Map<String, String> camel() {
    return camel.values();
  }

  /** The values of each backend, in the order of the file. */
  List<ParsedValues> backends() {
    return backends;
  }

  private void readSection(Node node, KeyPath keyPath, Map<SettingKey<?>, ParsedValue> target) {
    if (isNull(node)) {
      return; // all keys of the section are commented out
    }
    if (!(node instanceof MappingNode mapping)) {
      problems.add(
          line(node), keyPath.path(), "this is a section", "write its keys as lines of key: value");
      return;
    }
    Map<String, Integer> seen = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(
            line, keyPath.path(), "a key that is not a string", "write lines of key: value");
        continue;
      }
      String name = key.getValue();
      KeyPath child = keyPath.child(name);
      Integer first = seen.putIfAbsent(name, line);
      if (first != null) {
        problems.add(
            line, child.path(), "duplicate key, first set in line " + first, "keep one of the two");
      } else if (child.path().equals(CamelOptions.SECTION)) {
        camel.read(tuple.getValueNode(), name);
      } else if (!keyPath.hasChild(name)) {
        problems.add(line, child.path(), "unknown key", keyPath.hintFor(name));
      } else {
        readEntry(line, child, tuple.getValueNode(), target);
      }
    }
  }

  private void readEntry(
      int line, KeyPath keyPath, Node node, Map<SettingKey<?>, ParsedValue> target) {
    Optional<SettingKey<?>> key = SettingKeys.find(keyPath.pattern());
    if (key.isPresent()) {
      target.put(key.get(), new ParsedValue(line, readValue(line, keyPath, key.get(), node)));
    } else if (SettingKeys.isSection(keyPath.pattern())) {
      readSection(node, keyPath, target);
    } else {
      readList(node, keyPath);
    }
  }

  private void readList(Node node, KeyPath keyPath) {
    if (isNull(node)) {
      return; // all items are commented out
    }
    if (!(node instanceof SequenceNode sequence)) {
      problems.add(line(node), keyPath.path(), "this is a list", "begin each item with a dash");
      return;
    }
    for (int i = 0; i < sequence.getValue().size(); i++) {
      Node item = sequence.getValue().get(i);
      Map<SettingKey<?>, ParsedValue> values = new LinkedHashMap<>();
      readSection(item, keyPath.item(i), values);
      if (item instanceof MappingNode || isNull(item)) {
        backends.add(new ParsedValues(keyPath.item(i).path(), line(item), values));
      }
    }
  }

  private Optional<Object> readValue(int line, KeyPath keyPath, SettingKey<?> key, Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      problems.add(line, keyPath.path(), "this is a single value", exampleHint(key));
    } else if (isNull(node)) {
      problems.add(line, keyPath.path(), "missing value", exampleHint(key) + " or remove the line");
    } else if (key.type().isUnquoted() && !scalar.isPlain()) {
      problems.add(
          line,
          keyPath.path(),
          "a quoted value is text",
          "write " + key.example() + " without quotes");
    } else {
      try {
        return Optional.of(key.type().parse(scalar.getValue()));
      } catch (AttestorException e) {
        problems.add(line, keyPath.path(), e);
      }
    }
    return Optional.empty();
  }

  private static String exampleHint(SettingKey<?> key) {
    return "write it like " + key.name() + ": " + key.example();
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static int line(Node node) {
    return StrictYaml.line(node.getStartMark());
  }
}

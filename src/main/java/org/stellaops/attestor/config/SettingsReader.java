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
import org.stellaops.attestor.config.Values.Written;
import org.stellaops.attestor.failure.AttestorException;

/** Walks the nodes of a file along the table of keys, and notes whatever is not in the table. */
final class SettingsReader {
  private final Problems problems;
  private final Map<SettingKey<?>, Written> program = new LinkedHashMap<>();
  private final List<Values> backends = new ArrayList<>();

  SettingsReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads a whole file; no root is an empty file. */
  void read(Optional<Node> root) {
    if (root.isEmpty() || isNull(root.get())) {
      problems.add(1, "attestor", "missing", "begin the file with the line attestor:");
    } else {
      section(root.get(), Place.ROOT, program);
    }
  }

  /** What the file says, outside its backends. */
  Values program() {
    return new Values("", 1, program);
  }

  /** What the file says for each backend, in its order. */
  List<Values> backends() {
    return backends;
  }

  private void section(Node node, Place place, Map<SettingKey<?>, Written> into) {
    if (isNull(node)) {
      return; // all keys of the section are commented out
    }
    if (!(node instanceof MappingNode mapping)) {
      problems.add(
          line(node), place.path(), "this is a section", "write its keys as lines of key: value");
      return;
    }
    Map<String, Integer> seen = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(line, place.path(), "a key that is not text", "write lines of key: value");
        continue;
      }
      String name = key.getValue();
      Place child = place.child(name);
      Integer first = seen.putIfAbsent(name, line);
      if (first != null) {
        problems.add(
            line, child.path(), "written twice, first in line " + first, "keep one of the two");
      } else if (!place.knows(name)) {
        problems.add(line, child.path(), "unknown key", place.advice(name));
      } else {
        entry(line, child, tuple.getValueNode(), into);
      }
    }
  }

  private void entry(int line, Place place, Node node, Map<SettingKey<?>, Written> into) {
    Optional<SettingKey<?>> key = SettingKeys.at(place.pattern());
    if (key.isPresent()) {
      into.put(key.get(), new Written(line, value(line, place, key.get(), node)));
    } else if (SettingKeys.isSection(place.pattern())) {
      section(node, place, into);
    } else {
      list(node, place);
    }
  }

  private void list(Node node, Place place) {
    if (isNull(node)) {
      return; // all items are commented out
    }
    if (!(node instanceof SequenceNode sequence)) {
      problems.add(line(node), place.path(), "this is a list", "begin each item with a dash");
      return;
    }
    for (int i = 0; i < sequence.getValue().size(); i++) {
      Node item = sequence.getValue().get(i);
      Map<SettingKey<?>, Written> values = new LinkedHashMap<>();
      section(item, place.item(i), values);
      if (item instanceof MappingNode || isNull(item)) {
        backends.add(new Values(place.item(i).path(), line(item), values));
      }
    }
  }

  private Optional<String> value(int line, Place place, SettingKey<?> key, Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      problems.add(line, place.path(), "this is a single value", example(key));
    } else if (isNull(node)) {
      problems.add(line, place.path(), "there is no value", example(key) + " or remove the line");
    } else if (key.type().isBare() && !scalar.isPlain()) {
      problems.add(
          line, place.path(), "quotes make it text", "write " + key.example() + " without quotes");
    } else {
      try {
        key.type().parse(scalar.getValue());
        return Optional.of(scalar.getValue());
      } catch (AttestorException e) {
        problems.add(line, place.path(), e);
      }
    }
    return Optional.empty();
  }

  private static String example(SettingKey<?> key) {
    return "write it like " + key.name() + ": " + key.example();
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static int line(Node node) {
    return PlainYaml.line(node.getStartMark());
  }
}

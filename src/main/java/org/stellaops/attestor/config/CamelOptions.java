package org.stellaops.attestor.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the section {@code camel}: options of Camel by name, as {@code camel.component.jms.x}. */
record CamelOptions(Problems problems, Map<String, String> values) {
  static final String SECTION = "camel";
  private static final Set<String> GROUPS = Set.of("beans", "component", "dataformat", "language");
  private static final Set<String> OWN_COMPONENTS =
      Set.of(
          "direct", "file", "http", "https", "platformhttp", "scheduler", "seda", "sql", "timer");

  CamelOptions(Problems problems) {
    this(problems, new TreeMap<>());
  }

  void read(Node node, String path) {
    int line = StrictYaml.line(node.getStartMark());
    if (node.getTag().equals(Tag.NULL)) {
      return;
    }
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?";
        read(tuple.getValueNode(), path + "." + key);
      }
    } else if (!(node instanceof ScalarNode scalar)) {
      problems.add(line, path, "this is a single value", "write key: value");
    } else if (path.equals(SECTION)) {
      problems.add(line, path, "this is a section", "write its keys as lines of key: value");
    } else if (isAllowed(line, path, scalar.getValue())
        && values.put(path, scalar.getValue()) != null) {
      problems.add(line, path, "duplicate key", "keep one of the two");
    }
  }

  private boolean isAllowed(int line, String path, String value) {
    String[] parts = (path + "..").split("\\.", 4);
    String last = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!GROUPS.contains(parts[1])) {
      problems.add(
          line,
          path,
          "set by the program, whose checks and limits depend on it",
          "allowed below camel: " + String.join(", ", new TreeSet<>(GROUPS)));
    } else if (parts[1].equals("component") && OWN_COMPONENTS.contains(component(parts[2]))) {
      problems.add(line, path, "the program's own routes use this component", "set it in the URI");
    } else if (parts[1].equals("beans") && !parts[2].startsWith("site")) {
      problems.add(line, path, "the program has beans of its own", "begin the name with site");
    } else if (last.matches(".*(password|secret|token|passphrase).*") && !value.contains("{{")) {
      problems.add(line, path, "a secret is printed by config show", "write \"{{env:NAME}}\"");
    } else {
      return true;
    }
    return false;
  }

  /** Camel accepts {@code platform-http} and {@code platformHttp}. */
  private static String component(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }
}

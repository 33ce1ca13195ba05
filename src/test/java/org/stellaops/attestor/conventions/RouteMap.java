package org.stellaops.attestor.conventions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stellaops.attestor.conventions.RouteFile.Item;

/** The document docs/route-map.md: one graph of calls and one table for each group of routes. */
final class RouteMap {
  private static final String INTRODUCTION =
      """
      # Route map

      Generated from `src/main/resources/routes/`; a test fails if it is stale. A solid arrow is a call of a `direct:`
      endpoint, a dotted arrow is a message to a queue. A rounded node belongs to another group. The
      [architecture guide](architecture.md#routes) explains the roles *entry*, *worker* and *leaf*.
      """;

  private final Map<String, List<Item>> groups;
  private final Map<String, Item> consumers = new TreeMap<>();

  RouteMap(List<Item> items) {
    List<Item> routes =
        items.stream().filter(item -> !item.kind().equals("routeConfiguration")).toList();
    this.groups =
        routes.stream()
            .collect(Collectors.groupingBy(RouteMap::group, TreeMap::new, Collectors.toList()));
    routes.forEach(route -> consumers.put(endpoint(route(route).path("from")), route));
  }

  String markdown() {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    groups.forEach((group, routes) -> text.append(section(group, routes)));
    return text.toString();
  }

  private String section(String group, List<Item> routes) {
    Set<String> nodes = new LinkedHashSet<>();
    List<String> edges = new ArrayList<>();
    for (Item route : routes) {
      for (String called : calls(route)) {
        Item target = consumers.get(called);
        nodes.add(node(group, route));
        nodes.add(node(group, target));
        String arrow = called.startsWith("direct:") ? " --> " : " -.-> ";
        edges.add("  " + key(route) + arrow + key(target));
      }
    }
    String graph =
        edges.isEmpty()
            ? ""
            : "\n```mermaid\nflowchart LR\n%s\n%s\n```\n"
                .formatted(String.join("\n", nodes), String.join("\n", edges));
    String rows = routes.stream().map(RouteMap::row).collect(Collectors.joining("\n"));
    return "\n## %s\n%s\n| route | role | what it does |\n|---|---|---|\n%s\n"
        .formatted(group, graph, rows);
  }

  /** The endpoints of other routes that a route sends to, each once. */
  private Set<String> calls(Item route) {
    return RouteRules.stepsOf(route)
        .filter(step -> step.key().equals("to"))
        .map(step -> endpoint(step.node()))
        .filter(consumers::containsKey)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Work units have two endpoint options, one with the options of a producer. */
  private static String endpoint(JsonNode node) {
    String uri = node.path("uri").asText().replace("workProducer", "workConsumer");
    return Stream.of(uri, node.path("parameters").path("name").asText())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(":"));
  }

  private static String node(String group, Item route) {
    String label = group.equals(group(route)) ? "[\"%s\"]" : "([\"%s\"])";
    return "  " + key(route) + label.formatted(route.id());
  }

  /** Mermaid reads a node that begins with "end-" as the end of a block. */
  private static String key(Item route) {
    return route.id().replace('-', '_');
  }

  private static String row(Item route) {
    String configuration = route(route).path("routeConfigurationId").asText();
    String role =
        configuration.equals("caller-handles")
            ? "worker"
            : configuration.equals("entry") ? "entry" : "leaf";
    return "| `%s` | %s | %s |"
        .formatted(route.id(), role, route.body().path("description").asText());
  }

  private static String group(Item route) {
    return route(route).path("group").asText();
  }

  private static JsonNode route(Item item) {
    return RouteRules.route(item);
  }
}

package org.stellaops.attestor.house;

import static org.stellaops.attestor.house.RouteFile.everything;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stellaops.attestor.house.RouteFile.Item;

/** Whether all routes together fit: unique names, and no call that leads nowhere. */
final class RouteJoints {
  private final List<Item> items;

  RouteJoints(List<Item> items) {
    this.items = items;
  }

  /** What does not fit, one sentence each. */
  Stream<String> complaints() {
    List<String> configurations =
        items.stream().filter(RouteJoints::isConfiguration).map(Item::id).toList();
    List<String> routes = items.stream().filter(i -> !isConfiguration(i)).map(Item::id).toList();
    List<String> nodes = nodes();
    List<String> consumers = directs(true);
    return Stream.of(
            twice(routes, "route"),
            twice(configurations, "routeConfiguration"),
            twice(nodes, "node"),
            twice(consumers, "consumer of direct:"),
            missing(directs(false), consumers, "direct:%s is called and has no route"),
            missing(named(), configurations, "routeConfiguration '%s' is named and not there"))
        .flatMap(Function.identity());
  }

  private static boolean isConfiguration(Item item) {
    return item.kind().equals("routeConfiguration");
  }

  private List<String> named() {
    return items.stream()
        .map(item -> RouteRules.route(item).path("routeConfigurationId").asText())
        .flatMap(ids -> Stream.of(ids.split(",")))
        .map(String::strip)
        .filter(id -> !id.isEmpty() && !id.contains("*"))
        .toList();
  }

  /** The ids of what is in routes and configurations, as steps, branches and handlers of errors. */
  private List<String> nodes() {
    return items.stream()
        .flatMap(item -> everything(item.kind(), item.body()))
        .filter(place -> !RouteRules.KINDS.contains(place.key()))
        .map(place -> place.node().path("id").asText())
        .filter(id -> !id.isEmpty())
        .toList();
  }

  /**
   * The names of the direct endpoints that are consumed from, or called; computed ones left out.
   */
  private List<String> directs(boolean consumed) {
    return items.stream()
        .flatMap(item -> everything(item.kind(), item.body()))
        .filter(place -> place.key().equals("from") == consumed)
        .map(place -> directName(place.node()))
        .filter(name -> !name.isEmpty() && !name.contains("{"))
        .toList();
  }

  private static String directName(JsonNode endpoint) {
    String uri = endpoint.isTextual() ? endpoint.asText() : endpoint.path("uri").asText();
    return uri.equals("direct")
        ? endpoint.path("parameters").path("name").asText()
        : uri.startsWith("direct:") ? uri.substring("direct:".length()).split("\\?")[0] : "";
  }

  private static Stream<String> twice(List<String> names, String what) {
    Map<String, Long> counts =
        names.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(
            entry -> "%s '%s' is there %d times".formatted(what, entry.getKey(), entry.getValue()));
  }

  private static Stream<String> missing(List<String> called, List<String> there, String complaint) {
    return called.stream()
        .distinct()
        .filter(name -> !there.contains(name))
        .map(complaint::formatted);
  }
}

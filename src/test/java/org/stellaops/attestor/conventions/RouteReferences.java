package org.stellaops.attestor.conventions;

import static org.stellaops.attestor.conventions.RouteFile.descendants;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.stellaops.attestor.conventions.RouteFile.Item;

/** Whether all routes together fit: unique names, and no call that leads nowhere. */
final class RouteReferences {
  private final List<Item> items;

  RouteReferences(List<Item> items) {
    this.items = items;
  }

  /** What does not fit, one sentence each. */
  Stream<String> violations() {
    List<String> configurations =
        items.stream().filter(RouteReferences::isConfiguration).map(Item::id).toList();
    List<String> routes = items.stream().filter(i -> !isConfiguration(i)).map(Item::id).toList();
    List<String> nodes = nodeIds();
    List<String> consumers = directNames(true);
    return Stream.of(
            duplicates(routes, "route"),
            duplicates(configurations, "routeConfiguration"),
            duplicates(nodes, "node"),
            duplicates(consumers, "consumer of direct:"),
            missing(directNames(false), consumers, "direct:%s is called and has no route"),
            entryCalls(),
            missing(
                referencedConfigurations(),
                configurations,
                "routeConfiguration '%s' is named and not there"))
        .flatMap(Function.identity());
  }

  /**
   * A failure that an entry route has handled leaves a mark that stops its caller, so a call of one
   * is the last step of a route or inside a split.
   */
  private Stream<String> entryCalls() {
    Set<String> entries =
        items.stream()
            .map(RouteRules::route)
            .filter(route -> route.path("routeConfigurationId").asText().equals("entry"))
            .map(route -> directName(route.path("from")))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    return items.stream()
        .flatMap(item ->
            entryCalls(RouteRules.route(item).path("from").path("steps"), true, entries)
                .map(name ->
                    "%s calls the entry route direct:%s before its last step"
                        .formatted(item, name)));
  }

  /** The entry routes that are called where another step can follow. */
  private static Stream<String> entryCalls(JsonNode steps, boolean isLast, Set<String> entries) {
    return IntStream.range(0, steps.size())
        .boxed()
        .flatMap(index -> {
          boolean last = isLast && index == steps.size() - 1;
          return steps.get(index).properties().stream()
              .flatMap(step -> entryCallsOf(step.getKey(), step.getValue(), last, entries));
        });
  }

  private static Stream<String> entryCallsOf(
      String kind, JsonNode step, boolean isLast, Set<String> entries) {
    if (kind.equals("to")) {
      return Stream.of(directName(step)).filter(name -> !isLast && entries.contains(name));
    }
    if (kind.equals("split")) {
      return Stream.empty();
    }
    return Stream.concat(
            Stream.of(step, step.path("otherwise")),
            Stream.concat(step.path("when").valueStream(), step.path("doCatch").valueStream()))
        .flatMap(branch -> entryCalls(branch.path("steps"), isLast, entries));
  }

  private static boolean isConfiguration(Item item) {
    return item.kind().equals("routeConfiguration");
  }

  private List<String> referencedConfigurations() {
    return items.stream()
        .map(item -> RouteRules.route(item).path("routeConfigurationId").asText())
        .flatMap(ids -> Stream.of(ids.split(",")))
        .map(String::strip)
        .filter(id -> !id.isEmpty() && !id.contains("*"))
        .toList();
  }

  /** The ids of what is in routes and configurations, as steps, branches and handlers of errors. */
  private List<String> nodeIds() {
    return items.stream()
        .flatMap(item -> descendants(item.kind(), item.body()))
        .filter(node -> !RouteRules.KINDS.contains(node.key()))
        .map(node -> node.node().path("id").asText())
        .filter(id -> !id.isEmpty())
        .toList();
  }

  /**
   * The names of the direct endpoints that are consumed from, or called; computed ones left out.
   */
  private List<String> directNames(boolean consumed) {
    return items.stream()
        .flatMap(item -> descendants(item.kind(), item.body()))
        .filter(node -> node.key().equals("from") == consumed)
        .map(node -> directName(node.node()))
        .filter(name -> !name.isEmpty() && !name.contains("{"))
        .toList();
  }

  private static String directName(JsonNode endpoint) {
    String uri = endpoint.isTextual() ? endpoint.asText() : endpoint.path("uri").asText();
    return uri.equals("direct")
        ? endpoint.path("parameters").path("name").asText()
        : uri.startsWith("direct:") ? uri.substring("direct:".length()).split("\\?")[0] : "";
  }

  private static Stream<String> duplicates(List<String> names, String kind) {
    Map<String, Long> counts =
        names.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(
            entry -> "%s '%s' is there %d times".formatted(kind, entry.getKey(), entry.getValue()));
  }

  private static Stream<String> missing(
      List<String> references, List<String> definitions, String messageFormat) {
    return references.stream()
        .distinct()
        .filter(name -> !definitions.contains(name))
        .map(messageFormat::formatted);
  }
}

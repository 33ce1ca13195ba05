package org.stellaops.attestor.conventions;

import static org.stellaops.attestor.conventions.RouteFile.descendants;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stellaops.attestor.conventions.RouteFile.Item;
import org.stellaops.attestor.conventions.RouteFile.Node;

/** How we write one route, beyond what the schema of Camel says. */
final class RouteRules {
  static final Set<String> KINDS = Set.of("route", "routeTemplate", "routeConfiguration");
  private static final Set<String> INTERNAL = Set.of("direct", "seda");
  private static final Set<String> POLLED = Set.of("timer", "scheduler", "file", "sql");
  private static final Pattern KEBAB_CASE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[?!]?([^}]*)}}");
  private static final Pattern DESCRIPTION = Pattern.compile("[A-Z0-9]\\S*( \\S+){1,20}(?<!\\.)");
  private static final Pattern BANNED =
      Pattern.compile(
          "(?i)\\b(whoever|nobody|somebody|anew|is"
              + " told|tells?|rules?|asks?|heed|promised?|settled?|dr[ae]wn? up|as yet|out of"
              + " sight|comes to nothing|a look|looks? for|rooms?|pieces?|so many|is to be|what"
              + " is|brings?|goes|condemns?)\\b");
  private static final Pattern SCRIPT = Pattern.compile("\\b(groovy|jq|ognl|mvel)\\b");

  private RouteRules() {}

  /** What is wrong with a route, a template or a configuration, one sentence each. */
  static Stream<String> violations(Item item) {
    return Stream.of(
            kind(item),
            name(item),
            descriptions(item),
            configuration(item),
            steps(item),
            polling(item),
            keys(item),
            scripts(item))
        .flatMap(each -> each)
        .map(each -> item + " " + each);
  }

  /** The routes themselves; a template wraps one. */
  static JsonNode route(Item item) {
    return item.kind().equals("routeTemplate") ? item.body().path("route") : item.body();
  }

  private static Stream<String> kind(Item item) {
    return violationIf(!KINDS.contains(item.kind()), "is none of " + KINDS);
  }

  private static Stream<String> name(Item item) {
    return Stream.concat(
        violationIf(!isKebabCase(item.id()), "has an id that is not in kebab-case"),
        violationIf(item.body().path("description").asText().isBlank(), "has no description"));
  }

  /** A description is a sentence fragment, begins with a capital letter and has no full stop. */
  private static Stream<String> descriptions(Item item) {
    return descendants(item.kind(), item.body())
        .filter(node -> node.key().equals("description") && node.node().isTextual())
        .map(node -> node.node().asText())
        .filter(text -> !DESCRIPTION.matcher(text).matches() || BANNED.matcher(text).find())
        .map("has a description in bad style: '%s'"::formatted);
  }

  private static Stream<String> configuration(Item item) {
    String configurationId = route(item).path("routeConfigurationId").asText();
    return violationIf(
        !item.kind().equals("routeConfiguration")
            && (configurationId.isBlank() || configurationId.contains("*")),
        "does not name its routeConfigurationId");
  }

  private static Stream<String> steps(Item item) {
    return stepsOf(item)
        .filter(step -> needsId(step) || step.node().has("id"))
        .filter(step -> !isKebabCase(step.node().path("id").asText()))
        .map(step -> "has a step '%s' without an id in kebab-case".formatted(step.key()));
  }

  /** A timer or a directory is not polled again while a route still works on its last event. */
  private static Stream<String> polling(Item item) {
    JsonNode from = route(item).path("from");
    return violationIf(
        POLLED.contains(from.path("uri").asText())
            && !from.path("parameters").path("synchronous").asBoolean(),
        "polls without 'synchronous: true'");
  }

  /** JMX, metrics and tests refer to calls of beans, splits and external endpoints. */
  private static boolean needsId(Node step) {
    boolean isExternal =
        step.key().equals("to") && !INTERNAL.contains(step.node().path("uri").asText());
    return isExternal || Set.of("bean", "split").contains(step.key());
  }

  /** The steps at any depth, with the name of the pattern as key. */
  static Stream<Node> stepsOf(Item item) {
    return descendants(item.kind(), item.body())
        .filter(node -> node.key().equals("steps") && node.node().isObject())
        .flatMap(node -> node.node().properties().stream())
        .map(step -> new Node(step.getKey(), step.getValue()));
  }

  private static Stream<String> keys(Item item) {
    Set<String> parameters =
        item.body()
            .path("parameters")
            .valueStream()
            .map(parameter -> parameter.path("name").asText())
            .collect(Collectors.toSet());
    return descendants(item.kind(), item.body())
        .flatMap(node -> PLACEHOLDER.matcher(node.node().asText()).results())
        .map(found -> found.group(1))
        .filter(key -> !key.startsWith("attestor.") && !key.startsWith("camel."))
        .filter(key -> !parameters.contains(key))
        .map(key -> "has a placeholder '%s' outside attestor. and camel.".formatted(key));
  }

  private static Stream<String> scripts(Item item) {
    return descendants(item.kind(), item.body())
        .flatMap(node -> Stream.of(node.key(), node.node().asText()))
        .filter(text -> SCRIPT.matcher(text).find())
        .map(text -> "contains a script: '%s'".formatted(text));
  }

  private static boolean isKebabCase(String id) {
    return KEBAB_CASE.matcher(id).matches();
  }

  private static Stream<String> violationIf(boolean isViolated, String violation) {
    return isViolated ? Stream.of(violation) : Stream.empty();
  }
}
